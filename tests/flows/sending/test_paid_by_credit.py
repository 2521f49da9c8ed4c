"""What we write first takes its starter's credit: held at the claim, spent at acceptance (D5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from occ.billing import drift, wallets
from occ.billing.payer import Purpose
from occ.core.address import parse
from occ.core.run import Runner
from occ.flows import delivery_status, queue_message, record_attempt, resolve_attempt
from occ.flows.claim_messages import UNPAID_PAUSE
from occ.flows.queue_message import Outgoing
from occ.flows.record_attempt import Accepted, Later, Lost, Refused
from occ.messaging import halts, payment_drift
from occ.messaging.models import HandOver, Message
from occ.messaging.ports import Delivery, Scope
from occ.settings import store
from occ.settings.pages import CreditSettings
from tests.builders import NOW, at
from tests.flows.sending import post
from tests.flows.sending.first import (
    PRICE,
    SMS,
    a_price,
    a_sender,
    claims,
    credit,
    rows,
    sms,
)
from tests.flows.sending.post import WHY, message, report


@pytest.fixture(autouse=True)
def prices(run: Runner) -> None:
    run(a_price)


@pytest.fixture(autouse=True)
def all_adds_up(run: Runner) -> Iterator[None]:
    yield
    with run.reading() as session:
        assert drift.drift(session) == []


def test_credit_is_held_at_the_claim_and_spent_when_the_provider_accepts(  # D5
    run: Runner,
) -> None:
    sender = run(a_sender, 10)
    key = sms(run, sender, body="x" * 161)
    assert credit(run, sender) == (10_000, 0)

    [claimed] = claims(run)
    assert credit(run, sender) == (10_000 - 2 * PRICE, 2 * PRICE)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 2), at(1))

    assert credit(run, sender) == (10_000 - 2 * PRICE, 0)
    sent = message(run, key)
    assert (sent.hand_over, sent.parts, sent.parts_billed, sent.price) == (
        HandOver.ACCEPTED,
        2,
        2,
        PRICE,
    )
    assert (sent.country, sent.rank, sent.conversation_id) == ("PL", 1, None)


@pytest.mark.parametrize(("billed", "spent"), [(1, 1), (3, 3), (None, 2)])
def test_what_was_billed_is_what_it_costs(run: Runner, billed: int | None, spent: int) -> None:
    sender = run(a_sender, 10)
    sms(run, sender, body="x" * 161)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", billed), at(1))

    assert credit(run, sender) == (10_000 - spent * PRICE, 0)


def test_a_refused_message_costs_nothing(run: Runner) -> None:
    sender = run(a_sender, 10)
    key = sms(run, sender)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, Refused("21211", WHY, Scope.MESSAGE), at(1))

    assert credit(run, sender) == (10_000, 0)
    assert message(run, key).price is None


def test_what_is_tried_again_soon_stays_held_and_is_held_once(run: Runner) -> None:
    sender = run(a_sender, 10)
    sms(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Later("20429", WHY), at(1))
    assert credit(run, sender) == (10_000 - PRICE, PRICE)

    [again] = claims(run, at(10))
    assert credit(run, sender) == (10_000 - PRICE, PRICE)
    run(record_attempt.record, again.attempt_key, Accepted("SM1", 1), at(11))

    assert credit(run, sender) == (10_000 - PRICE, 0)


def test_what_is_tried_for_the_last_time_in_vain_gives_its_credit_back(run: Runner) -> None:
    sender = run(a_sender, 10)
    sms(run, sender)
    for number in range(record_attempt.MOST_TRIES):
        [claimed] = claims(run, at(number * 100))
        run(record_attempt.record, claimed.attempt_key, Later("20429", WHY), at(number * 100))

    assert credit(run, sender) == (10_000, 0)


def test_a_stopped_sender_holds_no_credit_and_holds_it_again_once_it_goes_on(run: Runner) -> None:
    sender = run(a_sender, 10)
    sms(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Refused("21606", WHY, Scope.SENDER), at(1))
    assert (credit(run, sender), claims(run, at(2))) == ((10_000, 0), [])

    run(halts.lift)
    [again] = claims(run, at(3))
    run(record_attempt.record, again.attempt_key, Accepted("SM1", 1), at(4))

    assert credit(run, sender) == (10_000 - PRICE, 0)


def test_while_nobody_knows_whether_it_went_its_credit_is_held(run: Runner) -> None:
    sender = run(a_sender, 10)
    key = sms(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))
    for seconds in (10, 30, 60, 200):
        run(resolve_attempt.found, claimed.attempt_key, None, at(seconds))

    assert message(run, key).hand_over is HandOver.UNKNOWN
    assert credit(run, sender) == (10_000 - PRICE, PRICE)


@pytest.mark.parametrize("parts", [None, 2])
def test_a_report_that_it_went_spends_what_is_held_once(run: Runner, parts: int | None) -> None:
    sender = run(a_sender, 10)
    sms(run, sender)
    [claimed] = claims(run)
    told = replace(report(Delivery.SENT, "SM1", claimed.attempt_key), parts=parts)

    run(delivery_status.take, told, at(1))
    run(delivery_status.take, told, at(1))
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 1), at(2))

    assert credit(run, sender) == (10_000 - (parts or 1) * PRICE, 0)


def test_without_credit_it_waits_and_says_why_and_leaves_once_there_is_some(run: Runner) -> None:
    sender = run(a_sender, 2)
    first, second = sms(run, sender), sms(run, sender)

    assert [claimed.message_id for claimed in claims(run)] == [message(run, first).id]
    waits = message(run, second)
    assert (waits.hand_over, waits.reason_code) == (HandOver.WAITING, "no_credit")
    assert claims(run, at(1)) == []

    run(wallets.adjust, sender.wallet_id, 5, ("more", None, "More"), NOW)
    [claimed] = claims(run, NOW + UNPAID_PAUSE)
    assert claimed.message_id == waits.id


def test_without_a_price_it_is_refused_and_never_free(run: Runner) -> None:  # D5
    sender = run(a_sender, 10)

    with pytest.raises(queue_message.Refused) as refused:
        sms(run, sender, to="+393331234567")

    assert refused.value.code == "no_price"
    assert rows(run) == []


def test_who_has_no_credits_power_sends_codes_for_nothing(run: Runner) -> None:  # D8
    sender = run(a_sender)
    key = sms(run, sender, to="+393331234567")

    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 1), at(1))

    assert message(run, key).price is None


def test_the_same_id_of_its_starters_queues_one(run: Runner) -> None:
    sender = run(a_sender, 10)
    outgoing = Outgoing(
        Purpose.CREDENTIALS_BY_SMS, sender.id, SMS, parse("+48500100200"), "Hi", client_id="a"
    )

    made = run(queue_message.queue_all, [outgoing, outgoing], NOW)
    again = run(queue_message.queue, outgoing, at(1))

    assert len(rows(run)) == 1
    assert {each.key for each in [*made, again]} == {again.key}


@pytest.mark.parametrize("refunds", [True, False])
def test_a_failed_delivery_gives_its_credit_back_once_where_the_settings_say_so(
    run: Runner, refunds: bool
) -> None:
    run(store.save, CreditSettings(refund_failed=refunds), NOW)
    sender = run(a_sender, 10)
    sms(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 1), at(1))

    for seconds in (2, 3):
        run(delivery_status.take, report(Delivery.UNDELIVERED), at(seconds))
    run(delivery_status.take, report(Delivery.DELIVERED), at(4))

    assert credit(run, sender) == (10_000 if refunds else 10_000 - PRICE, 0)


def test_codes_leave_before_all_bulk_and_answers_never_wait_for_them(run: Runner) -> None:
    ana, conversation = post.a_talk(run)
    sms(run, run(a_sender))
    post.answers(run, ana, conversation)

    assert [claimed.body for claimed in post.claims(run)] == ["Yes."]
    assert [claimed.body for claimed in claims(run)] == ["Hi"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        # Held for a message that says it is sent.
        ({"hand_over": HandOver.ACCEPTED}, [("accepted", "held")]),
        # Held under a key that is the message's no more.
        ({"hold": 1}, [("calling", "None"), ("held", "no message's")]),
        ({"price": None}, [("held", "no message's")]),
    ],
)
def test_credit_and_messages_that_do_not_agree_are_told(
    run: Runner, values: dict[str, object], found: list[tuple[str, str]]
) -> None:
    sms(run, run(a_sender, 10))
    claims(run)
    with run.reading() as session:
        assert payment_drift.drift(session) == []

    run(lambda session: session.execute(update(Message).values(values)) and None)

    with run.reading() as session:
        assert [(each.kept, each.real) for each in payment_drift.drift(session)] == found
