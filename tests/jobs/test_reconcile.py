"""Twilio 1,042 = OCC 1,042: what is missing is shown, then fetched, then it is equal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.address import parse
from occ.jobs import messages, reconcile
from occ.messaging import reconciliation, verified
from occ.messaging.account import Account
from occ.messaging.fetch_models import Fetch
from occ.messaging.ports import Outbound
from occ.messaging.reconciliation import DayCount
from occ.product import Product
from occ.providers.simulator.server import Simulator
from tests.jobs.ana import Ana
from tests.jobs.polling import MARTA, WEBHOOK, a_while_ago, bodies, receive_by

SALES = "whatsapp:+390612345678"


@pytest.fixture
def is_verified(product: Product, simulator: Simulator) -> None:
    receive_by(product, simulator, WEBHOOK)
    account = Account("Firma", "active", is_trial=False)
    product.run(verified.confirm, simulator.credentials, account, clock.now())


def counts(product: Product) -> tuple[int, int, int, int]:
    """Twilio's and ours, in and out, over all days: midnight may fall into a test."""
    product.run(_due)
    for _ in range(2):
        reconcile.count_due(product)
    columns = (DayCount.received, DayCount.held, DayCount.sent, DayCount.ours)
    with product.run.reading() as session:
        found = session.execute(select(*(func.sum(column) for column in columns))).one()
    return tuple(found)


def _due(session: Session) -> None:
    past = clock.now() - timedelta(days=1)
    session.execute(update(Fetch).values(due_at=past))
    session.execute(update(DayCount).values(counted_at=past))


def lost(product: Product, simulator: Simulator, body: str) -> None:
    """No webhook brings it, and it is older than what the lists are read for."""
    simulator.behave(drop=True)
    simulator.write(MARTA, body)
    simulator.behave(drop=False)


@pytest.mark.usefixtures("is_verified")
def test_one_that_is_missing_is_counted_then_fetched_then_it_is_equal(
    product: Product, simulator: Simulator, ana: Ana
) -> None:
    lost(product, simulator, "Hello")
    a_while_ago(product, simulator)

    assert counts(product) == (1, 0, 0, 0)
    with product.run.reading() as session:
        assert reconciliation.missing(session, clock.now()) == 1
        [row] = [row for row in reconciliation.lately(session, clock.now()) if row.missing]
    assert bodies(product.run) == [], "to count is not to fetch"

    product.run(reconciliation.ask, ana.user.id, row.number, row.day, clock.now())
    reconcile.count_due(product)

    assert bodies(product.run) == ["Hello"]
    with product.run.reading() as session:
        assert reconciliation.missing(session, clock.now()) == 0
    assert counts(product) == (1, 1, 0, 0)


@pytest.mark.usefixtures("is_verified")
def test_what_left_by_another_hand_is_named_and_what_is_too_young_is_left_out(
    product: Product, simulator: Simulator, ana: Ana
) -> None:
    simulator.write(MARTA, "Hello")
    ana.answers("Good morning")
    assert messages.send_due(product)
    for body in ("by the old system", "by hand"):
        words = Outbound(parse(SALES), parse(f"whatsapp:{MARTA.phone}"), body)
        product.twilio.send(simulator.credentials, words)
    simulator.settle(5)

    assert counts(product) == (0, 0, 0, 0)
    a_while_ago(product, simulator)

    assert counts(product) == (1, 1, 3, 1)


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("is_verified")
def test_of_a_day_too_long_to_count_it_is_said(
    product: Product, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "MOST", 3)
    for number in range(5):
        simulator.write(MARTA, f"Line {number}")
    a_while_ago(product, simulator)

    counts(product)

    with product.run.reading() as session:
        cut = [row for row in reconciliation.lately(session, clock.now()) if row.is_cut]
    assert cut and all(row.received <= 4 for row in cut)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nothing_is_counted_with_an_account_that_nobody_has_verified(
    product: Product, simulator: Simulator
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.write(MARTA, "Hello")

    reconcile.count_due(product)

    with product.run.reading() as session:
        assert reconciliation.lately(session, clock.now()) == []


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("is_verified")
def test_a_list_that_can_not_be_read_is_tried_again_later_and_says_why(
    product: Product, simulator: Simulator
) -> None:
    simulator.behave(lists="broken")

    reconcile.count_due(product)

    with product.run.reading() as session:
        row = session.get_one(Fetch, reconciliation.LIST)
    assert row.failures == 1 and row.error and row.due_at > clock.now()
