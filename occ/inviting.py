"""One-time links for `occ user`: nobody is locked out without mail."""

from __future__ import annotations

from occ.config import Config
from occ.core import clock
from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import people
from occ.routing import queue
from occ.users.models import Role


def invite(config: Config, database: Database, name: str, email: str, role: str) -> str:
    """Raises OccError."""
    user, token = _run(database)(people.invite, None, name, email, Role(role), clock.now())
    return _sentence(config, user.name, token)


def new_link(config: Config, database: Database, email: str) -> str:
    """Raises OccError."""
    user, token = _run(database)(people.new_link, None, email, clock.now())
    return _sentence(config, user.name, token)


def _run(database: Database) -> Runner:
    # Screens that are open learn of it from the stream heads.
    return Runner(database, queue.drain, publish=lambda _events: None)


def _sentence(config: Config, name: str, token: str) -> str:
    link = f"{config.public_url}/password/{token}"
    return f"{name} chooses a password here, once, within two days:\n{link}"
