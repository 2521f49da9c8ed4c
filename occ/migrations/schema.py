"""Make the schema, bring an older one up to date, and tell which it is."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from occ.core.db import Database


class Schema(Enum):
    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"


def state(database: Database) -> Schema:
    with database.reading() as session:
        connection = session.connection()
        present = MigrationContext.configure(connection).get_current_revision()
        if present is None:
            tables = inspect(connection).get_table_names()
            return Schema.OLDER if tables else Schema.EMPTY
    newest = ScriptDirectory.from_config(_config(database)).get_current_head()
    return Schema.CURRENT if present == newest else Schema.OLDER


def upgrade(database: Database) -> None:
    """Make or bring up to date; the database is the caller's alone meanwhile."""
    command.upgrade(_config(database), "head")


def _config(database: Database) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config
