"""The web side in this process: built once, and given a product of its own for each test."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from occ.app import create_app, furnish
from occ.config import Config
from occ.core.db import Database
from occ.core.secrets import Vault

Furnished = Callable[[Config], Flask]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all applications of the run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def built() -> dict[Config, Flask]:
    """Applications by what is wired into them: their routes take longer than most tests do."""
    return {}


@pytest.fixture
def furnished(
    built: dict[Config, Flask], compiled: FileSystemBytecodeCache, opened: dict[str, Database]
) -> Furnished:
    """The application for that configuration, on that database."""

    def open_database(url: str, vault: Vault) -> Database:
        database = opened.setdefault(url, Database(url, vault))
        database.vault = vault
        return database

    def of(config: Config) -> Flask:
        # Which port a test was given is told to browsers alone, by two headers.
        public = urlsplit(config.public_url)
        wired = dataclasses.replace(
            config,
            home=Path(),
            database_url="",
            port=0,
            public_url=f"{public.scheme}://{public.hostname}",
            twilio_api_url=None,
            smsapi_api_url=None,
        )
        if wired not in built:
            built[wired] = create_app(config)
            built[wired].jinja_env.bytecode_cache = compiled
        furnish(built[wired], config, open_database)
        return built[wired]

    return of
