"""A database that grew by migrations is the one the models describe."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect

from occ.core.db import Database
from occ.core.secrets import Vault
from occ.migrations.metadata import metadata
from occ.migrations.schema import Schema, state, upgrade

OCC = Path(__file__).resolve().parents[2] / "occ"


def shape(url: str) -> dict[str, Any]:
    """All that the database itself knows of its tables, in an order of its own."""
    engine = create_engine(url)
    seen = inspect(engine)
    found = {table: shape_of(seen, table) for table in sorted(seen.get_table_names())}
    engine.dispose()
    found.pop("alembic_version", None)
    return found


def shape_of(seen: Any, table: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in seen.get_columns(table)
        },
        "key": seen.get_pk_constraint(table),
        "options": seen.get_table_options(table),
        **{
            what: sorted((plain(row) for row in read(table)), key=str)
            for what, read in {
                "foreign keys": seen.get_foreign_keys,
                "indexes": seen.get_indexes,
                "unique": seen.get_unique_constraints,
                "checks": seen.get_check_constraints,
            }.items()
        },
    }


def plain(value: Any) -> Any:
    """Reflected values as text: some are expressions, which never compare equal."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return str(value)


def test_migrations_make_what_the_models_describe(
    bare_database_url: str, database_url: str, vault: Vault
) -> None:
    database = Database(bare_database_url, vault)
    assert state(database) is Schema.EMPTY

    upgrade(database)

    assert state(database) is Schema.CURRENT
    database.close()
    made = shape(database_url)
    assert len(made) == len(metadata.tables)
    assert shape(bare_database_url) == made


def test_every_model_is_known_to_the_migrations() -> None:
    declared = {
        name
        for path in OCC.rglob("*.py")
        for name in re.findall(r'__tablename__ = "(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert declared == set(metadata.tables)
