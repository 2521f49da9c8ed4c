"""`occ serve`: web, sockets and jobs in one process, until it is told to stop."""

from __future__ import annotations

import fcntl
import logging
import os
import resource
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from flask import Flask
from prometheus_client import start_http_server
from werkzeug.wsgi import ClosingIterator

from occ import bootstrap, metrics
from occ.config import Config
from occ.core.db import Database
from occ.core.run import Runner as Run
from occ.core.secrets import KEY_FILE
from occ.jobs.runner import Runner
from occ.jobs.schedule import JOBS
from occ.migrations import schema
from occ.migrations.schema import Schema
from occ.product import Product
from occ.settings import lost

DRAIN_SECONDS = 10.0
log = logging.getLogger(__name__)


class CannotStart(Exception):
    """A sentence for the operator: what is in the way and what to do."""


def prepare(database: Database, migrating: str = "occ migrate") -> None:
    """Make an empty database; refuse an older one, naming the command that brings it up to date.
    Raises CannotStart.
    """
    match schema.state(database):
        case Schema.EMPTY:
            schema.upgrade(database)
        case Schema.OLDER:
            raise CannotStart(
                f"The database was made by another version. Back it up, then run: {migrating}"
            )


def warn_of_lost_secrets(run: Run, home: Path) -> None:
    """Say loudly that a key does not fit its database: a new one was made where none was found.

    It serves all the same (C9): what comes in is kept and shown, and who opens a page is told.
    """
    with run.reading() as session:
        names = lost.named(lost.providers(session))
    if names:
        log.error(
            "THE KEY IN %s DOES NOT OPEN THE CREDENTIALS OF %s: nothing will be sent. The database "
            "was moved here, or its key file is gone. Stop, put back the file '%s' that belongs to "
            "it and start again; or enter the credentials again, in the settings.",
            home / KEY_FILE,
            names,
            KEY_FILE,
        )


def migrate(database: Database) -> str:
    """Make the database or bring it up to date; what it was before. Raises CannotStart."""
    before = schema.state(database)
    # The version before may still serve, and would not know its tables again.
    with alone(database):
        try:
            schema.upgrade(database)
        except CommandError as error:
            raise CannotStart(
                f"The database was made by a version that is newer than this one ({error}). "
                "Install that version."
            ) from None
    return before.value


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """On SQLite one process at most serves and runs jobs. Raises CannotStart."""
    if not database.is_sqlite:
        yield
        return
    # The file's own lock, not the home's: two homes may name one database.
    file = Path(str(database.url.database)).resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{file}.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"OCC is running on {file} already. SQLite takes one process: stop the "
                "other one, or set OCC_DATABASE_URL to a PostgreSQL to run several."
            ) from None
        yield


class InFlight:
    """Counts the requests under way, sockets apart, so that a stop can let them end.

    One is under way until the last of its answer has been taken.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self._lock = threading.Lock()
        self.count = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/socket.io"):
            return self._app(environ, start_response)
        self._change(1)
        try:
            answer = self._app(environ, start_response)
        except BaseException:
            self._change(-1)
            raise
        taken = ClosingIterator(answer, lambda: over())
        # Werkzeug leaves an answer unclosed where its client is gone: then it is over when it
        # is forgotten.
        over = weakref.finalize(taken, self._change, -1)
        return taken

    def _change(self, by: int) -> None:
        with self._lock:
            self.count += by


def serve(app: Flask, config: Config, with_jobs: bool, ready: Callable[[], None]) -> None:
    """Raises CannotStart."""
    _raise_socket_limit()
    product: Product = app.extensions["occ"]
    try:
        listener = bootstrap.listen(config.host, config.port)
    except OSError as error:
        raise CannotStart(
            f"Nothing can listen on {config.host}:{config.port} ({error.strerror}). "
            "Stop what does, or set OCC_PORT."
        ) from None
    counted = InFlight(app)
    stop_serving = bootstrap.serve(config.async_mode, listener, counted)
    jobs = Runner(product, JOBS)
    if with_jobs:
        jobs.start()
    bootstrap.have_loaded()
    ready()
    wait_for_signal()
    stop_serving()
    deadline = time.monotonic() + DRAIN_SECONDS
    while counted.count and time.monotonic() < deadline:
        time.sleep(0.05)
    if with_jobs:
        jobs.stop()
    product.run.database.close()


def serve_metrics(port: int) -> Callable[[], None]:
    """The counters of a process that has no pages; the call that stops it. Raises CannotStart."""
    try:
        server, thread = start_http_server(port, "127.0.0.1", metrics.REGISTRY)
    except OSError as error:
        raise CannotStart(
            f"Nothing can listen on 127.0.0.1:{port} ({error.strerror}). "
            "Stop what does, or choose another --metrics-port."
        ) from None

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop


def wait_for_signal() -> None:
    """Until SIGTERM or SIGINT. The handler only notes it: it may run in the middle of anything."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: asked.append(received))
    while not asked:
        time.sleep(0.1)


def _raise_socket_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def leave() -> None:
    """End at once: sockets still open would hold the interpreter's own end."""
    logging.shutdown()
    os._exit(0)
