"""Deadlines that are over, swept: offers, leases, graces, rests; and the slow safety sweeps."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from occ.billing.models import Wallet
from occ.conversations.models import State
from occ.core import clock, events
from occ.core.events import StreamEvent
from occ.core.run import Runner
from occ.flows import answer_offer, miss_offer
from occ.jobs import deadlines, safety
from occ.product import Product
from occ.routing.models import Interaction, Rest, Sweep
from occ.users import leases
from occ.users.models import Lease, User
from tests.billing.purse import a_wallet
from tests.builders import an_agent, stands, the_interaction, writes

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def swept(product: Product) -> None:
    """Sweeps have been going on."""
    deadlines.sweep(product)


def agent(run: Runner, name: str, **profile: Any) -> User:
    return run(an_agent, name, now=clock.now(), **profile)


def over(run: Runner, moment: InstrumentedAttribute[Any]) -> None:
    """Wherever this time is set, it is over."""
    with run.database.writing() as session:
        wherever = update(moment.class_).where(moment.is_not(None))
        session.execute(wherever.values({moment: clock.now() - LONG_AGO}))


def happened(run: Runner) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count()).select_from(StreamEvent)) or 0


def test_an_offer_that_is_over_goes_to_the_next(product: Product, swept: None) -> None:
    agent(product.run, "Ana")
    agent(product.run, "Ben")
    key = writes(product.run, now=clock.now())
    _, first = stands(product.run, key)

    over(product.run, Interaction.offer_ends_at)
    deadlines.sweep(product)

    assert stands(product.run, key) == (State.OFFERED, {"Ana": "Ben", "Ben": "Ana"}[str(first)])


def test_an_offer_that_still_stands_is_left_alone(product: Product, swept: None) -> None:
    agent(product.run, "Ana")
    key = writes(product.run, now=clock.now())
    before = happened(product.run)

    deadlines.sweep(product)

    assert stands(product.run, key) == (State.OFFERED, "Ana")
    assert happened(product.run) == before


def test_a_rest_that_is_over_brings_the_conversation_round_again(
    product: Product, swept: None
) -> None:
    ana = agent(product.run, "Ana")
    key = writes(product.run, now=clock.now())
    offer = the_interaction(product.run, key).key
    product.run(answer_offer.decline, ana.id, offer, clock.now())
    assert stands(product.run, key) == (State.WAITING, None)

    over(product.run, Rest.until)
    deadlines.sweep(product)

    assert stands(product.run, key) == (State.OFFERED, "Ana")


def test_a_lease_that_was_not_renewed_starts_a_grace_and_after_it_the_work_returns(
    product: Product, swept: None
) -> None:
    agent(product.run, "Ana", auto_accept=True)
    key = writes(product.run, now=clock.now())
    over(product.run, Lease.expires_at)
    deadlines.sweep(product)
    assert stands(product.run, key) == (State.ACTIVE, "Ana")

    over(product.run, User.grace_ends_at)
    deadlines.sweep(product)

    assert stands(product.run, key) == (State.WAITING, None)


def test_whoever_is_back_within_the_grace_keeps_the_work(product: Product, swept: None) -> None:
    ana = agent(product.run, "Ana", auto_accept=True)
    key = writes(product.run, now=clock.now())
    over(product.run, Lease.expires_at)
    deadlines.sweep(product)

    product.run(leases.renew, ana.id, "a new socket", clock.now())
    over(product.run, User.grace_ends_at)
    deadlines.sweep(product)

    assert stands(product.run, key) == (State.ACTIVE, "Ana")


def test_time_in_which_nobody_swept_does_not_count(product: Product, swept: None) -> None:
    """The process was down for an hour; everything that was to come then is still to come."""
    agent(product.run, "Ana", auto_accept=True)
    agent(product.run, "Ben")
    mine = writes(product.run, 1, now=clock.now())
    offered = writes(product.run, 2, now=clock.now())
    assert stands(product.run, offered) == (State.OFFERED, "Ben")

    with product.run.database.writing() as session:
        for sweep in session.scalars(select(Sweep)):
            sweep.swept_at -= LONG_AGO
        for lease in session.scalars(select(Lease)):
            lease.expires_at -= LONG_AGO
        for offer in session.scalars(select(Interaction)):
            offer.offer_ends_at -= LONG_AGO
    deadlines.sweep(product)

    assert stands(product.run, mine) == (State.ACTIVE, "Ana")
    assert stands(product.run, offered) == (State.OFFERED, "Ben")


def test_a_sweep_twice_changes_nothing_the_second_time(product: Product, swept: None) -> None:
    agent(product.run, "Ana")
    agent(product.run, "Ben")
    for number in range(4):
        writes(product.run, number, now=clock.now())
    over(product.run, Interaction.offer_ends_at)
    deadlines.sweep(product)
    before = happened(product.run)

    deadlines.sweep(product)

    assert happened(product.run) == before


def test_one_that_cannot_be_ended_keeps_no_other_from_its_end(product: Product) -> None:
    ended: list[int] = []

    def ends(session: Session, number: int, now: datetime) -> None:
        if number == 1:
            raise ValueError(number)
        ended.append(number)

    with pytest.raises(ValueError, match="1"):
        deadlines.each_due(product, lambda session, now: [1, 2, 3], ends, clock.now())

    assert ended == [2, 3]


def test_a_kind_that_cannot_be_ended_keeps_no_other_kind_from_its_end(
    product: Product, swept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = agent(product.run, "Ana"), agent(product.run, "Ben")
    writes(product.run, now=clock.now())
    over(product.run, Interaction.offer_ends_at)
    over(product.run, Lease.expires_at)

    def breaks(session: Session, interaction_id: int, now: datetime) -> None:
        raise ValueError("this offer")

    monkeypatch.setattr(miss_offer, "miss", breaks)
    with pytest.raises(ValueError, match="this offer"):
        deadlines.sweep(product)

    with product.run.reading() as session:
        graces = [session.get_one(User, each.id).grace_ends_at for each in (ana, ben)]
    assert None not in graces


def test_what_nobody_drained_is_drained_by_the_slow_sweep(product: Product) -> None:
    """As after a crash between a commit and its drain."""
    key = writes(product.run, now=clock.now())
    with product.run.database.writing() as session:
        an_agent(session, "Ana", now=clock.now())
    assert stands(product.run, key) == (State.WAITING, None)

    safety.drain_all(product)

    assert stands(product.run, key) == (State.OFFERED, "Ana")


def test_the_slow_sweep_twice_changes_nothing_the_second_time(product: Product) -> None:
    for number in range(3):
        writes(product.run, number, now=clock.now())
    agent(product.run, "Ana", most=2)
    safety.drain_all(product)
    before = happened(product.run)

    safety.drain_all(product)

    assert happened(product.run) == before


def test_a_count_of_seats_that_drifted_is_an_alarm_and_is_not_mended_silently(
    product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    ana = agent(product.run, "Ana")
    safety.look_for_drift(product)
    assert caplog.records == []

    with product.run.database.writing() as session:
        session.execute(update(User).values(seats_taken=2))
    safety.look_for_drift(product)

    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert ana.key in line.getMessage()
    with product.run.reading() as session:
        assert session.get_one(User, ana.id).seats_taken == 2


def test_events_that_no_page_is_served_from_are_forgotten(product: Product) -> None:
    writes(product.run, now=clock.now())
    with product.run.database.writing() as session:
        session.execute(update(StreamEvent).values(at=clock.now() - events.KEPT - LONG_AGO))
    writes(product.run, now=clock.now())
    recent = happened(product.run)

    safety.forget_events(product)
    kept = happened(product.run)
    safety.forget_events(product)

    assert 0 < kept < recent
    assert happened(product.run) == kept


def test_a_balance_that_differs_from_the_ledger_makes_its_job_fail(
    product: Product, run: Runner
) -> None:
    run(a_wallet, 10)
    safety.check_credit(product)
    with run.database.writing() as session:
        session.execute(update(Wallet).values(available=Wallet.available + 1))

    with pytest.raises(RuntimeError, match="1 balances differ from the ledger"):
        safety.check_credit(product)
