"""`occ torture`, from an empty folder to the verdict."""

from __future__ import annotations

import dataclasses
import random
import socket
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from sqlalchemy import exists, select

from occ import serving
from occ.app import assemble
from occ.config import Config
from occ.core.events import Event
from occ.product import Product
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.torture import company, received, verdict
from occ.torture.company import Accounts
from occ.torture.killing import Killing
from occ.torture.verdict import Verdict
from occ.users.models import User


class Urls(Protocol):
    """Where a simulator is."""

    @property
    def url(self) -> str: ...

    @property
    def smsapi_url(self) -> str: ...


@dataclasses.dataclass(frozen=True)
class Asked:
    people: int
    kills: int
    provider: str
    database: str | None = None
    """An empty PostgreSQL; None: SQLite in a folder of its own."""
    seed: int = 1


def run(asked: Asked, tell: Callable[[str], None]) -> Verdict:
    """Raises CannotStart."""
    with tempfile.TemporaryDirectory(prefix="occ-torture-") as home, serve_in_thread() as simulator:
        simulator.smsapi.points = Decimal(asked.people)
        return _in(config_at(Path(home), asked.database, simulator), asked, simulator, tell)


def _in(config: Config, asked: Asked, simulator: Simulator, tell: Callable[[str], None]) -> Verdict:
    product = assemble(config, lambda _database: _told_to_nobody)
    database = product.run.database
    serving.prepare(database)
    _demand_empty(product)
    accounts = Accounts(simulator.credentials, simulator.smsapi.token, asked.provider)
    owner_id = company.found(product, accounts, asked.people, _rate(asked))
    company.gather(product, owner_id, asked.people)
    key = company.write(product, owner_id)
    company.count(product, key)
    tell(f"{asked.people} people are to get one SMS by {asked.provider}")
    chance = random.Random(asked.seed)
    killing = Killing(product, config, simulator, owner_id, key, asked.people, chance, tell)
    killing.go(asked.kills)
    tell(f"killed {asked.kills} times, {killing.sent_again} sent again by a person's word")
    taken = list(received.everything(simulator))
    found = verdict.judge(database, key, asked.people, taken, killing.unknown)
    database.close()
    return found


def _rate(asked: Asked) -> int:
    """So that a claim or two fit into a life, whatever the size."""
    return max(12, min(1000, asked.people // (asked.kills + 1)))


def _demand_empty(product: Product) -> None:
    with product.run.reading() as session:
        if session.scalar(select(exists(select(User.id)))):
            raise serving.CannotStart(
                "This database is somebody's: torture only takes an empty one."
            )


def config_at(home: Path, database: str | None, simulator: Urls) -> Config:
    """On a free port of this machine, with the simulator for both providers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return Config(
        home=home,
        database_url=database or f"sqlite:///{home / 'occ.db'}",
        redis_url=None,
        host="127.0.0.1",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        async_mode="threading",
        twilio_api_url=simulator.url,
        smsapi_api_url=simulator.smsapi_url,
    )


def _told_to_nobody(_events: list[Event]) -> None:
    """No browser looks at it."""
