"""Engines, sessions and what differs between SQLite and PostgreSQL.

SQLite has one writer. A thread that waits inside `BEGIN IMMEDIATE` would hold the whole event
loop, so writers queue on a lock of this process first and then retry, sleeping cooperatively,
for what other processes hold.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from occ.core.secrets import Vault

LONGEST_LOCK_WAIT_SECONDS = 5.0
_RETRY_SECONDS = 0.01
CACHE_KILOBYTES = 32 * 1024
"""Of a connection to SQLite, taken as it is needed. A slice of an import or an audience changes
thousands of pages, and what does not fit is written several times."""
# lock_not_available, serialization_failure, deadlock_detected
_TRANSIENT_SQLSTATES = {"55P03", "40001", "40P01"}
_UNIQUE_VIOLATION = "23505"


class Database:
    def __init__(self, url: str, vault: Vault) -> None:
        self.url = read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.vault = vault
        self._lock = threading.Lock()
        if self.is_sqlite:
            self.engine = _sqlite_engine(self.url, "BEGIN IMMEDIATE", pool_size=1)
            self._reader = _sqlite_engine(self.url, "BEGIN", pool_size=5)
        else:
            self.engine = self._reader = create_engine(
                self.url,
                pool_size=10,
                max_overflow=20,
                pool_pre_ping=True,
                executemany_mode="values_plus_batch",
                hide_parameters=True,
            )

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back by an exception."""
        if not self.is_sqlite:
            with self._session(self.engine) as session, session.begin():
                yield session
            return
        with self._lock, self._session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def writing_plainly(self) -> Iterator[Connection]:
        """The same without a session, which costs as much as a statement does."""
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._lock, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reads alone: it waits for no writer, and what it changes is dropped."""
        # Closing rolls back and, unlike rollback(), leaves what was read readable.
        with self._session(self._reader) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()
        self._reader.dispose()

    def _session(self, engine: Engine) -> Session:
        return Session(engine, expire_on_commit=False, info={"vault": self.vault})


def read_url(url: str) -> URL:
    """`postgresql://` means psycopg2: SQLAlchemy would take psycopg 3, which blocks eventlet."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg2")
    return parsed


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed when it is run again."""
    if getattr(error.orig, "pgcode", None) in _TRANSIENT_SQLSTATES:
        return True
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def lost_a_race(error: DBAPIError) -> bool:
    """Whether somebody else was first with what may be there once.

    Run again, the transaction finds it there, and can say so in a sentence. SQLite has one
    writer and no such races.
    """
    return getattr(error.orig, "pgcode", None) == _UNIQUE_VIOLATION


def insert(session: Session, table: Any) -> Any:
    """The dialect's own INSERT, which has `on_conflict_do_nothing` and `…_do_update`.

    A caught IntegrityError would poison a PostgreSQL transaction.
    """
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(dialect: str, table: Any) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def json_object(session: Session, **values: Any) -> ColumnElement[Any]:
    """An object of JSON made by the database, of columns."""
    pairs = [part for name, value in values.items() for part in (name, value)]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return func.json_object(*pairs) if is_sqlite else func.json_build_object(*pairs)


def undone_alone(session: Session) -> SessionTransaction:
    """A block whose changes, and no others of the transaction, are undone where it raises."""
    return session.begin_nested()


def plain(session: Session) -> tuple[Connection, str]:
    """The session's connection and its dialect's name, for hot paths.

    Statements built once and run on the connection cost a third of what the ORM's way costs.
    """
    found: tuple[Connection, str] | None = session.info.get("plain")
    if found is None:
        connection = session.connection()
        found = session.info["plain"] = (connection, connection.dialect.name)
    return found


CACHED_STATEMENTS = 512
"""Of a connection: more than the product has, so that none is planned twice."""


def _sqlite_engine(url: URL, begin: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 20,
        # An error's text goes to the log: no password's digest and no customer's words in it.
        hide_parameters=True,
        connect_args={"cached_statements": CACHED_STATEMENTS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver would begin by itself, too late and not IMMEDIATE.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 20",
            f"cache_size = -{CACHE_KILOBYTES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        deadline = time.monotonic() + LONGEST_LOCK_WAIT_SECONDS
        while True:
            try:
                connection.exec_driver_sql(begin)
                return
            except OperationalError as error:
                if not is_transient(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_SECONDS)

    return engine
