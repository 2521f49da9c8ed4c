"""The whole product with its pages, in this process, and people who browse it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from occ.app import create_app, furnish
from occ.config import Config
from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.product import Product
from occ.users.models import Role, User
from tests.builders import an_agent
from tests.web.browser import Browser

PUBLIC_URL = "https://chat.example.com"


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(
        home=tmp_path / "home",
        database_url=database_url,
        redis_url=None,
        host="127.0.0.1",
        port=5000,
        public_url=PUBLIC_URL,
        async_mode="threading",
        twilio_api_url="http://127.0.0.1:9",
        smsapi_api_url=None,
    )


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all applications of the run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def built() -> dict[Config, Flask]:
    """Applications by what is wired into them: their routes take longer than most tests do."""
    return {}


@pytest.fixture
def app(
    config: Config,
    built: dict[Config, Flask],
    compiled: FileSystemBytecodeCache,
    opened: dict[str, Database],
) -> Iterator[Flask]:
    """With a product of its own, on a database that is as good as new."""

    def open_database(url: str, vault: Vault) -> Database:
        database = opened.setdefault(url, Database(url, vault))
        database.vault = vault
        return database

    wired = dataclasses.replace(config, home=Path(), database_url="")
    if wired not in built:
        built[wired] = create_app(config)
        built[wired].jinja_env.bytecode_cache = compiled
    app = built[wired]
    furnish(app, config, open_database)
    # Stored webhooks stay as they are: handling them is the business of other tests.
    app.extensions["occ"].after = lambda _kind, _address: None
    yield app
    app.extensions["occ"].run.database.close()


@pytest.fixture
def product(app: Flask) -> Product:
    found = app.extensions["occ"]
    assert isinstance(found, Product)
    return found


@pytest.fixture
def run(product: Product) -> Runner:
    return product.run


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_agent, "Ada", role=Role.ADMINISTRATOR)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR)


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana")


@pytest.fixture
def stranger(app: Flask, ada: User) -> Browser:
    """Nobody's browser, where an administrator exists."""
    return Browser(app)


@pytest.fixture
def administrator(app: Flask, ada: User) -> Browser:
    return Browser(app, ada)


@pytest.fixture
def supervisor(app: Flask, sofia: User) -> Browser:
    return Browser(app, sofia)


@pytest.fixture
def agent(app: Flask, ana: User) -> Browser:
    return Browser(app, ana)


@pytest.fixture
def page(administrator: Browser, ana: User) -> str:
    """The address of Ana's Credits power."""
    answer = administrator.post(f"/users/{ana.key}/powers", {"kind": "credits"})
    return str(answer.headers["Location"])
