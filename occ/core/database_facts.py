"""What a database tells of itself."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.db import plain


def size_bytes(session: Session) -> int:
    """On the disk, without the journal that SQLite writes beside it."""
    connection, dialect = plain(session)
    if dialect == "sqlite":
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())
    asked = text("SELECT pg_database_size(current_database())")
    return int(connection.execute(asked).scalar_one())


def kind(session: Session) -> str:
    """`SQLite 3.46.1`, `PostgreSQL 16.4`."""
    connection, dialect = plain(session)
    if dialect == "sqlite":
        return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}"
    version = connection.execute(text("SHOW server_version")).scalar_one()
    return f"PostgreSQL {str(version).partition(' ')[0]}"


def revision(session: Session) -> str | None:
    """Of the schema, as migrations number it."""
    found = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def ahead_seconds(session: Session) -> float:
    """How far our clock is ahead of the server's; SQLite has none of its own."""
    connection, dialect = plain(session)
    if dialect == "sqlite":
        return 0.0
    theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return (clock.now() - theirs).total_seconds()


def damage(session: Session) -> str | None:
    """What SQLite finds wrong with its file, in its own words; None where it is whole.

    Reads all of it, some seconds a gigabyte. PostgreSQL looks after its own.
    """
    connection, dialect = plain(session)
    if dialect != "sqlite":
        return None
    said = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    # The first line names the database alone.
    return None if said == "ok" else said.splitlines()[-1]


def is_damaged(error: BaseException) -> bool:
    """Whether SQLite found that the file is no database, or a broken one.

    https://www.sqlite.org/rescode.html: the low byte is the primary code.
    """
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
