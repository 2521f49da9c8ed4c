"""Alembic's way in: one connection of ours, one transaction for all steps."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from occ.core.db import Database
from occ.core.types import UtcDateTime
from occ.migrations.metadata import metadata


def render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration names the database's types, not ours: ours may move or go."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


database: Database = context.config.attributes["database"]

with database.engine.connect() as connection:
    if database.is_sqlite:
        # A batch step copies a table and drops the old one: with foreign keys on, rows that
        # point at it would go too. SQLite takes the switch only outside a transaction.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")
    try:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=database.is_sqlite,
            render_item=render,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        if database.is_sqlite:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys = ON")
