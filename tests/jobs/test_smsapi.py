"""SMS by SMSAPI, from the outbox to the delivery report, with all that may come between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.core import clock
from occ.core.address import parse
from occ.core.secrets import Vault
from occ.flows import queue_message, set_up
from occ.flows.queue_message import Outgoing
from occ.jobs import messages, resolve, sms_statuses
from occ.messaging import halts
from occ.messaging.fetch_models import Fetch
from occ.messaging.models import Attempt, Delivery, HandOver, Message
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings import store
from tests.jobs import by_smsapi
from tests.jobs.ana import Ana, time_passes
from tests.jobs.by_smsapi import FIRMA, SETTINGS
from tests.live import until


@pytest.fixture(autouse=True)
def smsapi(product: Product, simulator: Simulator) -> Iterator[None]:
    by_smsapi.furnish(product, simulator)
    yield
    simulator.settle()


def queue(product: Product, ana: Ana, body: str = "Your code: 1204") -> Message:
    outgoing = Outgoing(
        Purpose.CREDENTIALS_BY_SMS,
        ana.user.id,
        FIRMA,
        parse("+48500100200"),
        body,
    )
    return product.run(queue_message.queue, outgoing, clock.now())


def look(product: Product) -> None:
    time_passes(product.run)
    resolve.resolve_lost(product)


def test_an_sms_leaves_and_its_report_finds_it(
    product: Product, ana: Ana, simulator: Simulator
) -> None:  # C1, C7
    queue(product, ana, "ż" * 71)

    assert messages.send_rest(product)

    until(lambda: ana.messages()[0].delivery is Delivery.DELIVERED)
    [message], [row] = ana.messages(), simulator.smsapi.sent
    assert message.hand_over is HandOver.ACCEPTED
    assert (message.provider_sid, message.parts_billed) == (row.id, 2)
    assert row.idx == ana.attempts()[0].key
    assert simulator.smsapi.alerts == []


@pytest.mark.parametrize(
    "misbehaviour",
    [
        {"callback_first": True},
        {"double": True},
        {"disorder": True},
        {"joined": True},
        {"double": True, "disorder": True, "callback_first": True, "delay": 0.1},
    ],
    ids=str,
)
def test_reports_that_come_early_twice_late_or_joined_only_move_up(
    product: Product, ana: Ana, simulator: Simulator, misbehaviour: dict[str, object]
) -> None:  # C7
    simulator.smsapi.behave(**misbehaviour)
    for number in range(4):
        queue(product, ana, f"Your code: {number}")

    messages.send_rest(product)

    until(lambda: {message.delivery for message in ana.messages()} == {Delivery.DELIVERED})
    assert simulator.settle(10)
    assert {message.delivery for message in ana.messages()} == {Delivery.DELIVERED}
    assert len(simulator.smsapi.sent) == 4 and simulator.smsapi.alerts == []


@pytest.mark.parametrize(
    ("trouble", "taken"),
    [
        ({"lose_answers": "close"}, 1),
        ({"http": 503, "broken_when": "after"}, 1),
        ({"http": 503, "broken_when": "before"}, 0),
        ({"fail": 999}, 0),
    ],
    ids=str,
)
def test_a_lost_answer_is_resolved_by_the_very_attempt_and_sent_once(
    product: Product, ana: Ana, simulator: Simulator, trouble: dict[str, object], taken: int
) -> None:
    simulator.smsapi.behave(drop_callbacks=True, **trouble, times=1)
    queue(product, ana)

    messages.send_rest(product)
    assert ana.ticks() == ["sending"] and len(simulator.smsapi.sent) == taken
    look(product)

    assert ana.messages()[0].hand_over is HandOver.ACCEPTED
    assert len(simulator.smsapi.sent) == 1 and len(ana.attempts()) == 1
    assert simulator.smsapi.repeats == taken


def test_what_went_with_the_last_points_is_not_sent_anew_when_there_are_more(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    """The second look hears "no credit", and that says nothing of the first."""
    simulator.smsapi.behave(drop_callbacks=True, lose_answers="close", times=1)
    queue(product, ana)
    messages.send_rest(product)
    simulator.smsapi.behave(fail=103)
    look(product)
    assert ana.ticks() == ["sending"]

    simulator.smsapi.calm()
    simulator.smsapi.behave(drop_callbacks=True)
    look(product)

    assert ana.messages()[0].hand_over is HandOver.ACCEPTED and len(simulator.smsapi.sent) == 1


def test_after_an_hour_without_an_answer_a_person_decides(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    simulator.smsapi.behave(fail=999)
    queue(product, ana)
    messages.send_rest(product)
    product.run(_later)
    simulator.smsapi.calm()

    for _ in range(4):
        look(product)

    assert ana.messages()[0].hand_over is HandOver.UNKNOWN
    assert simulator.smsapi.sent == []


@pytest.mark.parametrize(("code", "stopped"), [(103, "account:smsapi"), (14, "FIRMA")])
def test_an_account_or_name_that_is_refused_stops_its_own_and_waits_to_be_mended(
    product: Product, ana: Ana, simulator: Simulator, code: int, stopped: str
) -> None:  # C1
    simulator.smsapi.behave(fail=code)
    queue(product, ana)
    queue(product, ana)

    messages.send_rest(product)
    simulator.smsapi.calm()
    time_passes(product.run)
    assert not messages.send_rest(product)

    assert [message.hand_over for message in ana.messages()] == [HandOver.WAITING] * 2
    with product.run.reading() as session:
        assert [halt.sender for halt in halts.present(session)] == [stopped]
    product.run(set_up.save, None, replace(SETTINGS, version="2"), clock.now())
    messages.send_rest(product)
    assert {message.hand_over for message in ana.messages()} == {HandOver.ACCEPTED}
    assert len(simulator.smsapi.sent) == 2


def test_a_database_that_was_moved_sends_nothing_until_the_token_is_entered_again(
    product: Product, ana: Ana, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:  # C9
    queue(product, ana)
    monkeypatch.setattr(product.run.database, "vault", Vault([Fernet.generate_key()]))

    assert not messages.send_rest(product)
    with pytest.raises(queue_message.Refused, match="sealed on another installation"):
        queue(product, ana)
    assert simulator.smsapi.sent == [] and ana.ticks() == ["waiting"]

    product.run(set_up.save, None, SETTINGS, clock.now())
    messages.send_rest(product)
    assert len(simulator.smsapi.sent) == 1


def test_what_is_queued_on_the_last_day_does_not_leave_after_it(
    product: Product, ana: Ana, simulator: Simulator
) -> None:  # C2
    queue(product, ana)
    ended = replace(SETTINGS, support_ends="2018-10-09")
    product.run(store.save, ended, clock.now())

    messages.send_rest(product)

    [message] = ana.messages()
    assert message.hand_over is HandOver.REFUSED and simulator.smsapi.sent == []
    assert message.reason and "The SMS service ended on" in message.reason["text"]
    with pytest.raises(queue_message.Refused, match="2018-12-31"):
        queue(product, ana)


def test_what_no_callback_told_is_asked_for(
    product: Product, ana: Ana, simulator: Simulator
) -> None:  # C2, C7
    simulator.smsapi.behave(drop_callbacks=True)
    for _ in range(3):
        queue(product, ana)
    messages.send_rest(product)
    # Asking goes on after the service has ended.
    product.run(store.save, replace(SETTINGS, support_ends="2018-10-09"), clock.now())
    sms_statuses.look_up(product)
    assert {message.delivery for message in ana.messages()} == {None}

    product.run(_later)
    sms_statuses.look_up(product)

    assert {message.delivery for message in ana.messages()} == {Delivery.DELIVERED}
    assert {message.look_at for message in ana.messages()} == {None}


def test_smsapi_that_does_not_answer_is_asked_again(
    product: Product, ana: Ana, simulator: Simulator
) -> None:  # C7
    simulator.smsapi.behave(drop_callbacks=True)
    queue(product, ana)
    messages.send_rest(product)
    product.run(_later)
    simulator.smsapi.behave(down=True)
    sms_statuses.look_up(product)
    assert ana.messages()[0].delivery is None

    simulator.smsapi.behave(down=False)
    product.run(_later)
    sms_statuses.look_up(product)

    assert ana.messages()[0].delivery is Delivery.DELIVERED


def _later(session: Session) -> None:
    """More than an hour has passed."""
    past = clock.now() - timedelta(minutes=61)
    session.execute(update(Attempt).values(started_at=past))
    session.execute(update(Message).values(look_at=past))
    session.execute(update(Fetch).values(due_at=past))
