"""What every test may ask for: a database of its own on SQLite and on PostgreSQL, and `run`.

A test that takes `db` or `run` runs once a database. `told` holds the events it committed.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url

from occ.core.db import Database
from occ.core.events import Event
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.routing import queue
from tests import order, schema, servers
from tests.builders import Clock
from tests.live import pytest_runtest_makereport, server, simulator, start

__all__ = ["pytest_runtest_makereport", "server", "simulator", "start"]

_ROOM = 4 << 30
_skipped: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _stay_in_memory()
        servers.begin_run()


def _stay_in_memory() -> None:
    """No test asks its files to outlive a power cut, and every commit of SQLite waits for a disk.

    Where memory is scarce (64 MB in a container) they lie where they always do.
    """
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM:
        tempfile.tempdir = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(memory)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order.sort(items)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no collection of garbage looks there."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        servers.end_run()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") and _skipped and not hasattr(session.config, "workerinput"):
        print(f"\nIn CI nothing may be skipped, and {len(_skipped)} were: {_skipped[:5]} …")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault([Fernet.generate_key()])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "occ.sqlite3"
    schema.create(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[str, str]]:
    """The server's URL and the name of a database of this worker that has every table."""
    url = servers.postgres()
    with servers.database(url) as made:
        schema.create(made)
        yield url, str(make_url(made).database)


@pytest.fixture(scope="session")
def postgres_shelf(postgres_template: tuple[str, str]) -> Iterator[list[servers.Emptied]]:
    """Databases of this worker that are as good as new."""
    shelf: list[servers.Emptied] = []
    yield shelf
    for kept in shelf:
        kept.drop(postgres_template[0])


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Twice each test; `@pytest.mark.parametrize("dialect", ["sqlite"])` narrows it."""
    return str(request.param)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with every table, empty."""
    if dialect == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = template.with_name("test.sqlite3")
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    url, name = request.getfixturevalue("postgres_template")
    shelf: list[servers.Emptied] = request.getfixturevalue("postgres_shelf")
    kept = shelf.pop() if shelf else servers.Emptied(servers.create_database(url, name))
    yield kept.made
    if kept.again():
        shelf.append(kept)
    else:
        kept.drop(url)


@pytest.fixture
def bare_database_url(dialect: str, tmp_path: Path) -> Iterator[str]:
    """A database without any table: for migrations, and for a server that makes its own."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        return
    with servers.database(servers.postgres()) as made:
        yield made


@pytest.fixture(scope="session")
def opened() -> dict[str, Database]:
    """By URL: an engine remembers the statements it has compiled, a third of a test's time."""
    return {}


@pytest.fixture
def db(database_url: str, vault: Vault, opened: dict[str, Database]) -> Iterator[Database]:
    if database_url not in opened:
        opened[database_url] = Database(database_url, vault)
    opened[database_url].vault = vault
    yield opened[database_url]
    opened[database_url].close()


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(
    db: Database, told: list[Event], clock: Clock, caplog: pytest.LogCaptureFixture
) -> Iterator[Runner]:
    """A drain that fails is only logged, since the sweep makes it good: here it fails the test."""
    yield Runner(db, queue.drain, told.extend, clock)
    logged = [record for record in caplog.get_records("call") if record.name == "occ.core.run"]
    assert [record.getMessage() for record in logged] == []


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    with servers.redis(tmp_path) as url:
        yield url
