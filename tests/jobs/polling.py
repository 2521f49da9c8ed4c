"""What one asks about messages that were fetched, and how a test lets time pass over the lists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.run import Runner
from occ.jobs import recover, status_poll
from occ.messaging.fetch_models import Fetch
from occ.messaging.models import Attempt, Direction, Message
from occ.product import Product
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.services.models import OwnNumber
from occ.settings import store
from occ.settings.pages import POLLING, WEBHOOK, TwilioSettings
from tests.jobs.ana import time_passes

MARTA = Customer("Marta Kowalska", "+48500100200")
NORA = Customer("Nora Nowak", "+48500100201")
_A_WHILE = timedelta(minutes=10)


def receive_by(product: Product, simulator: Simulator, way: str) -> None:
    account = simulator.credentials
    settings = TwilioSettings(True, account.account_sid, account.auth_token, receive=way)
    product.run(store.save, settings, clock.now())
    simulator.behave(drop=way == POLLING, drop_callbacks=way == POLLING)


def a_while_ago(product: Product, simulator: Simulator) -> None:
    """All that was said so far was said ten minutes earlier, and the number was live before."""
    for row in simulator.exchange.messages:
        row.created -= _A_WHILE
        row.sent = row.sent and row.sent - _A_WHILE
    product.run(_move_back)


def _move_back(session: Session) -> None:
    for number in session.scalars(select(OwnNumber)):
        number.live_since -= _A_WHILE
    for attempt in session.scalars(select(Attempt)):
        attempt.started_at -= _A_WHILE
    for fetch in session.scalars(select(Fetch).where(Fetch.read_until.is_not(None))):
        assert fetch.read_until is not None
        fetch.read_until -= _A_WHILE


def everything_is_read(product: Product) -> None:
    """Each list and each status that is due some day is asked for now."""
    time_passes(product.run)
    lists_are_due(product)
    recover.fetch_due(product)
    status_poll.look_up(product)


def lists_are_due(product: Product) -> None:
    product.run(_lists_are_due)


def _lists_are_due(session: Session) -> None:
    past = clock.now() - timedelta(days=1)
    session.execute(update(Fetch).values(due_at=past, deep_at=None))
    session.execute(update(Message).where(Message.look_at.is_not(None)).values(look_at=past))


def heard(run: Runner) -> list[tuple[str, str]]:
    """Who said what, in the order we have it."""
    with run.reading() as session:
        rows = session.execute(
            select(Message.sender, Message.body)
            .where(Message.direction == Direction.IN)
            .order_by(Message.id)
        )
        return [(sender.removeprefix("whatsapp:"), body) for sender, body in rows]


def bodies(run: Runner) -> list[str]:
    return [body for _, body in heard(run)]


def fetch_of(run: Runner, name: str = "whatsapp:+390612345678") -> Fetch:
    with run.reading() as session:
        return session.get_one(Fetch, name)


__all__ = ["MARTA", "NORA", "POLLING", "WEBHOOK"]
