"""A company for all journeys of a worker: a team for each, so that none disturbs another.

Every team is two agents who alone serve a number of their own.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from occ import applying
from occ.core.clock import now
from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.users import sessions
from occ.users.models import User
from tests.company import email
from tests.live import Server, Start

SEATS = 2
TEAMS = 60
LONGEST_SECONDS = 30


@dataclass(frozen=True)
class Team:
    place: int

    @property
    def service(self) -> str:
        return f"Service {self.place}"

    @property
    def number(self) -> str:
        return f"+3906123400{self.place:02d}"

    @property
    def names(self) -> tuple[str, str]:
        return f"ana{self.place:02d}", f"ben{self.place:02d}"


@dataclass
class House:
    server: Server
    start: Start
    simulator: Simulator
    teams: Iterator[Team]
    cookies: dict[str, str]
    """By name, that of somebody's browser: signed in without the hash's cost."""

    @property
    def hosts(self) -> set[str]:
        return {url.removeprefix("http://") for url in (self.server.url, self.simulator.url)}

    def write(self, team: Team, customer: Customer, body: str = "", kind: str = "text") -> None:
        self.simulator.write(customer, body, kind=kind, to=f"whatsapp:{team.number}")

    def said(self, team: Team) -> list[str]:
        """What has reached the provider from that number."""
        ours = f"whatsapp:{team.number}"
        return [row.body for row in self.simulator.exchange.messages if row.sender == ours]

    def calm(self) -> None:
        """Its Twilio behaves well, and quickly."""
        self.simulator.calm()
        self.simulator.behave(sent_after=0.1, delivered_after=0.25, read_after=0.5)

    def open(self) -> None:
        """Where the server was stopped, another one takes its place and its port."""
        if self.server.process.poll() is not None:
            port = self.server.environment["OCC_PORT"]
            self.server = self.start(home=self.server.home, OCC_PORT=port)

    def speak(self, name: str, language: str) -> None:
        """As somebody would in their profile."""
        with database(self.server) as session:
            session.execute(update(User).where(User.name == name.title()).values(language=language))

    def key(self, name: str) -> str:
        with database(self.server) as session:
            return session.scalars(select(User.key).where(User.name == name.title())).one()

    def let_time_pass(self, statement: Update) -> None:
        """Change the rows as hours would, once they are there: nobody waits for those."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < deadline:
            with database(self.server) as session:
                if session.execute(statement).rowcount:
                    return
            time.sleep(0.02)
        raise AssertionError(f"no row to change: {statement}")


def settle(start: Start, simulator: Simulator) -> House:
    """Set the company up; Ada administers it, Sofia supervises, Silvia may answer besides."""
    server = start()
    teams = [Team(place) for place in range(1, TEAMS + 1)]
    for team in teams:
        simulator.exchange.add_number(team.number)
    with server.database() as opened:
        applying.apply(opened, tomllib.loads(_company(simulator, teams)))
    return House(server, start, simulator, iter(teams), _cookies(server))


@contextmanager
def database(server: Server) -> Iterator[Session]:
    """A transaction on the running server's own rows."""
    opened = Database(f"sqlite:///{server.home / 'occ.db'}", open_vault(server.home))
    try:
        with opened.writing() as session:
            yield session
    finally:
        opened.close()


def _cookies(server: Server) -> dict[str, str]:
    """tests/journeys/test_whole_story.py takes the long way, through the sign-in page."""
    app = Flask(__name__)
    app.secret_key = open_vault(server.home).derive("session")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    with database(server) as session:
        signed_in = {
            user.name.lower(): f"{user.epoch}.{sessions.begin(session, user.id, 'test', now())}"
            for user in session.scalars(select(User)).all()
        }
    return {
        name: signer.dumps({"_user_id": identity, "_fresh": True})
        for name, identity in signed_in.items()
    }


def _company(simulator: Simulator, teams: list[Team]) -> str:
    account = simulator.credentials
    people = [_user("ada", "administrator"), _user("sofia", "supervisor")]
    people += [_user("silvia", "supervisor", answers=True)]
    people += [_user(name, "agent", answers=True) for team in teams for name in team.names]
    services = [
        f"""
[[services]]
name = "{team.service}"
whatsapp_number = "{team.number}"
members = {[email(name) for name in team.names]}
"""
        for team in teams
    ]
    return f"""
[twilio]
account_sid = "{account.account_sid}"
auth_token = "{account.auth_token}"
whatsapp = true
{"".join(people)}{"".join(services)}
[[widgets]]
name = "Website"
key = "website"
whatsapp_services = ["{teams[0].service}"]
"""


def _user(name: str, role: str, answers: bool = False) -> str:
    return f"""
[[users]]
name = "{name.title()}"
email = "{email(name)}"
role = "{role}"
channels = {["chat", "whatsapp"] if answers else []}
max_interactions = {SEATS}
"""
