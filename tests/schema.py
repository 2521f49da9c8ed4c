"""Every table, made at once from the models: migrations are slower and have their own test."""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData, create_engine

import occ
from occ.core.types import Base

EDGES = {"app", "bootstrap", "cli", "jobs", "migrations", "providers", "realtime", "web"}


def metadata() -> MetaData:
    """What the rooms declare, all of them imported."""
    for room in pkgutil.iter_modules(occ.__path__, "occ."):
        if room.name.removeprefix("occ.") in EDGES:
            continue
        module = importlib.import_module(room.name)
        for part in pkgutil.iter_modules(getattr(module, "__path__", []), f"{room.name}."):
            importlib.import_module(part.name)
    return Base.metadata


def create(url: str) -> None:
    engine = create_engine(url)
    metadata().create_all(engine)
    engine.dispose()
