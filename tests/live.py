"""The product as it really runs: a child process with a database, jobs, sockets and a simulator.

`server` is one on SQLite, in eventlet and again in threading mode. A test that wants another
database, Redis, or several processes takes `start` and says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
import requests

from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.providers.simulator.server import Simulator, serve_in_thread
from tests.servers import free_port
from tests.stateful import MORE

READY_SECONDS = 40
LOGS = pytest.StashKey[list[Path]]()
"""On the test or the module whose servers wrote them: shown where it fails."""


@dataclass
class Server:
    """A running OCC. `home` is its OCC_HOME, `environment` what one-shot commands need as well."""

    url: str
    home: Path
    mode: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def occ(self, *arguments: str) -> str:
        """Run a one-shot command against the same database; what it printed."""
        return run_occ(self.environment, *arguments)

    def apply(self, toml: str) -> str:
        """Set up what an administrator would, from one file."""
        path = self.log.with_suffix(".toml")
        path.write_text(toml, encoding="utf-8")
        return self.occ("apply", str(path))

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Its own, beside it: to prepare what no page sets, and to look at the rows."""
        url = self.environment.get("OCC_DATABASE_URL", f"sqlite:///{self.home / 'occ.db'}")
        database = Database(url, open_vault(self.home))
        yield database
        database.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and wait; its exit code. SIGKILL is a crash, SIGTERM a deploy."""
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


class Start(Protocol):
    def __call__(
        self, *arguments: str, mode: str = "eventlet", home: Path | None = None, **more: str
    ) -> Server:
        """Start `occ serve`, or other `arguments`, and wait until it is ready; jobs need no wait.

        `more` are variables of the environment: OCC_DATABASE_URL, OCC_REDIS_URL, OCC_PORT ….
        """


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """Twilio for every server of this test, in the test's own process to be told what to do."""
    with serve_in_thread() as running:
        yield running


@pytest.fixture
def start(
    request: pytest.FixtureRequest, tmp_path: Path, simulator: Simulator, sqlite_template: Path
) -> Iterator[Start]:
    request.node.stash[LOGS] = logs = []
    with starting(simulator, tmp_path, logs, sqlite_template) as begin:
        yield begin


@contextmanager
def starting(
    simulator: Simulator, folder: Path, logs: list[Path], template: Path
) -> Iterator[Start]:
    """Servers of that simulator, which end with the block; their logs are added to `logs`.

    A server that is told of no `home` and no database has one that stands: `template`, copied.
    """
    started: list[Server] = []

    def begin(
        *arguments: str, mode: str = "eventlet", home: Path | None = None, **more: str
    ) -> Server:
        port = more.pop("OCC_PORT", None) or str(free_port())
        url = f"http://127.0.0.1:{port}"
        if home is None:
            home = folder / "home"
            if not arguments and "OCC_DATABASE_URL" not in more:
                furnished_home(home, template)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("OCC_")},
            "OCC_HOME": str(home),
            "OCC_HOST": "127.0.0.1",
            "OCC_PORT": port,
            "OCC_PUBLIC_URL": url,
            "OCC_ASYNC_MODE": mode,
            "OCC_TWILIO_API_URL": simulator.url,
            "OCC_SMSAPI_API_URL": simulator.smsapi_url,
            "PYTHONUNBUFFERED": "1",
            **more,
        }
        log = folder / f"occ-{len(started)}.log"
        logs.append(log)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "occ.cli", *(arguments or ("serve",))],
                env=environment,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
        server = Server(url, home, mode, environment, process, log)
        started.append(server)
        if arguments[:1] != ("jobs",):
            simulator.point_at(f"{url}/webhooks/twilio/messages")
            wait_until_ready(server)
        return server

    try:
        yield begin
    finally:
        for server in started:
            if server.process.poll() is None:
                server.stop()


def furnished_home(home: Path, template: Path) -> Path:
    """Every table is there; `occ serve` and `occ apply` would make them in half a second."""
    if not home.exists():
        home.mkdir(mode=0o700)
        shutil.copy(template, home / "occ.db")
    return home


MODES = {mode: pytest.param(mode, marks=pytest.mark.live) for mode in ("eventlet", "threading")}


def in_mode(mode: str) -> pytest.MarkDecorator:
    """`server` in this one alone: for what the other mode shows by another test."""
    chosen = MODES.values() if MORE > 1 else [MODES[mode]]
    return pytest.mark.parametrize("server", chosen, indirect=True)


@pytest.fixture(params=MODES.values())
def server(request: pytest.FixtureRequest, start: Start) -> Server:
    return start(mode=request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        for log in (log for node in item.listchain() for log in node.stash.get(LOGS, [])):
            report.sections.append((log.name, log.read_text(errors="replace")[-6000:]))
    return report


def until(happened: Callable[[], object], seconds: float = READY_SECONDS) -> None:
    """Wait for what will happen; fails after far longer than it takes."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def run_occ(environment: dict[str, str], *arguments: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-m", "occ.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert finished.returncode == 0, f"occ {arguments}: {finished.stdout}{finished.stderr}"
    return finished.stdout


def wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        with suppress(requests.ConnectionError):
            response = requests.get(f"{server.url}/health/ready", timeout=5)
            if response.ok:
                return
            answer = f"{response.status_code} {response.text[:200]}"
        time.sleep(0.05)
    how = server.process.poll()
    pytest.fail(f"the server was not ready ({answer}, exit {how}); its log stands below")
