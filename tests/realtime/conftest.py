"""The whole product in this process, and people at their consoles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from socketio import Server as Sockets

from occ.config import Config
from occ.core import clock
from occ.core.run import Runner
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.routing import queue
from occ.services.models import Service
from occ.users.models import Role, User
from tests.applications import Furnished, built, compiled, furnished
from tests.builders import a_service, an_agent
from tests.company import furnish
from tests.live import LOGS, MODES, Server, starting
from tests.realtime.desk import Desk
from tests.realtime.page import Page

__all__ = ["built", "compiled", "furnished"]

Open = Callable[[User], Page]


@pytest.fixture
def app(database_url: str, tmp_path: Path, furnished: Furnished) -> Iterator[Flask]:
    app = furnished(
        Config(
            home=tmp_path / "home",
            database_url=database_url,
            redis_url=None,
            host="127.0.0.1",
            port=5000,
            public_url="http://localhost",
            async_mode="threading",
            twilio_api_url="http://127.0.0.1:9",
            smsapi_api_url=None,
        )
    )
    yield app
    app.extensions["occ"].run.database.close()
    _forget_connections(app.extensions["socketio"].server)


def _forget_connections(sockets: Sockets) -> None:
    """Nobody of this test hears what the next one tells."""
    sockets.manager.rooms.clear()
    sockets.manager.eio_to_sid.clear()
    sockets.environ.clear()
    SocketIOTestClient.clients.clear()


@pytest.fixture
def run(app: Flask) -> Runner:
    found = app.extensions["occ"].run
    assert isinstance(found, Runner)
    return found


@pytest.fixture
def quiet(run: Runner) -> Runner:
    """Writes to the same database, and tells no socket of it."""
    return Runner(run.database, queue.drain, publish=lambda _events: None)


@pytest.fixture
def open_page(app: Flask) -> Open:
    """Signs somebody in and connects their console: from then on they can be offered work."""
    return lambda user: Page(app, user)


@pytest.fixture
def person(run: Runner) -> Callable[..., User]:
    """Somebody who is not connected yet."""

    def made(name: str, role: Role = Role.AGENT, **profile: object) -> User:
        channels = {"chat": role is Role.AGENT, "whatsapp": role is Role.AGENT}
        now = clock.now()
        wanted: dict[str, Any] = {**channels, **profile}
        return run(an_agent, name, role=role, online=False, now=now, **wanted)

    return made


@pytest.fixture
def sales(run: Runner) -> Service:
    """Everybody who is allowed WhatsApp serves it."""
    return run(a_service, "Sales", now=clock.now())


@pytest.fixture
def desk(app: Flask, run: Runner, sales: Service, person: Callable[..., User]) -> Desk:
    return Desk(app, run, sales, person)


@dataclass
class House:
    """A company at work, whose server and simulator several tests share."""

    server: Server
    simulator: Simulator


@pytest.fixture(scope="module", params=MODES.values())
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[House]:
    """Nobody is at a console here, and every test has customers of its own."""
    request.node.stash[LOGS] = logs = []
    folder = tmp_path_factory.mktemp("house")
    with (
        serve_in_thread() as simulator,
        starting(simulator, folder, logs, sqlite_template) as start,
    ):
        server = start(mode=request.param)
        furnish(server, simulator)
        yield House(server, simulator)
