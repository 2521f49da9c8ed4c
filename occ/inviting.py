"""`occ user`: nobody is locked out without mail, or without the app that made their codes."""

from __future__ import annotations

from occ.config import Config
from occ.core import clock
from occ.core.db import Database
from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import people, turn_on_codes
from occ.routing import queue
from occ.users import accounts
from occ.users.models import Role


def invite(config: Config, database: Database, name: str, email: str, role: str) -> str:
    """Raises OccError."""
    user, token = _run(database)(people.invite, None, name, email, Role(role), clock.now())
    return _sentence(config, user.name, token)


def new_link(config: Config, database: Database, email: str) -> str:
    """Raises OccError."""
    user, token = _run(database)(people.new_link, None, email, clock.now())
    return _sentence(config, user.name, token)


def codes_off(database: Database, email: str) -> str:
    """Raises OccError."""
    with database.reading() as session:
        user = accounts.by_email(session, email)
    if user is None:
        raise NotFound(say("Nobody signs in with %(email)s.", email=email))
    _run(database)(turn_on_codes.turn_off_for, None, user.key, clock.now())
    return f"{user.name} signs in with the password alone."


def _run(database: Database) -> Runner:
    # Screens that are open learn of it from the stream heads.
    return Runner(database, queue.drain, publish=lambda _events: None)


def _sentence(config: Config, name: str, token: str) -> str:
    link = f"{config.public_url}/password/{token}"
    return f"{name} chooses a password here, once, within two days:\n{link}"
