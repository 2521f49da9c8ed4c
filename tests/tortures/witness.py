"""A witness inside the database: no statement, of whatever flow, takes a seat over the limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from occ.core.db import Database

_SQLITE = """
CREATE TRIGGER over_the_limit BEFORE UPDATE OF seats_taken ON users
WHEN NEW.seats_taken > OLD.seats_taken AND NEW.seats_taken > NEW.max_interactions
BEGIN SELECT RAISE(ABORT, 'a seat over the limit'); END
"""
_POSTGRESQL = """
CREATE FUNCTION over_the_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a seat over the limit'; END $$;
CREATE TRIGGER over_the_limit BEFORE UPDATE OF seats_taken ON users FOR EACH ROW
WHEN (NEW.seats_taken > OLD.seats_taken AND NEW.seats_taken > NEW.max_interactions)
EXECUTE FUNCTION over_the_limit()
"""


@contextmanager
def watching(database: Database) -> Iterator[None]:
    """While this lasts, taking a seat over the limit is an error of the statement that does it."""
    _execute(database, _SQLITE if database.is_sqlite else _POSTGRESQL)
    try:
        yield
    finally:
        lite = "DROP TRIGGER over_the_limit"
        _execute(database, lite if database.is_sqlite else "DROP FUNCTION over_the_limit CASCADE")


def _execute(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql(statement)
