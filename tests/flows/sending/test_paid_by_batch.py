"""A code by WhatsApp takes one unit of the oldest batch with any left, and gives it back (B3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from occ.billing.batch_models import Batch
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.flows import delivery_status, queue_message, record_attempt, resolve_attempt
from occ.flows.claim_messages import UNPAID_PAUSE
from occ.flows.record_attempt import Accepted, Later, Lost, Refused
from occ.messaging import payment_drift
from occ.messaging.models import HandOver, Message
from occ.messaging.ports import Approval, Delivery, Scope
from tests.builders import NOW, at
from tests.flows.sending.first import (
    TEMPLATE,
    Sender,
    a_batch,
    a_sender,
    a_template,
    claims,
    code,
    units,
)
from tests.flows.sending.post import WHY, message, report


@pytest.fixture
def sender(run: Runner) -> Sender:
    run(a_template)
    return run(a_sender)


def test_a_unit_is_reserved_at_the_claim_and_used_at_acceptance(  # B3
    run: Runner, sender: Sender
) -> None:
    old, _ = run(a_batch, 5), run(a_batch, 5)
    key = code(run, sender)

    [claimed] = claims(run)
    assert units(run) == [(0, 1, 4), (0, 0, 5)]
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", None), at(1))

    assert units(run) == [(1, 0, 4), (0, 0, 5)]
    assert (message(run, key).batch_id, message(run, key).wallet_id) == (old, None)


def test_what_leaves_is_the_template_filled_in_and_the_code_is_kept_nowhere(
    run: Runner, sender: Sender
) -> None:
    run(a_batch, 1)
    key = code(run, sender)
    kept = message(run, key)
    assert kept.body == "Your code: {secret}"
    assert kept.sealed is not None and "314159" not in f"{kept.sealed} {kept.template}"

    [claimed] = claims(run)
    assert claimed.template is not None
    assert (claimed.body, claimed.template.sid, claimed.template.variables) == (
        "Your code: 314159",
        TEMPLATE,
        {"1": "314159"},
    )
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", None), at(1))

    assert message(run, key).sealed is None


def test_a_code_that_another_installation_sealed_is_refused_and_takes_nothing(  # C9
    run: Runner, sender: Sender
) -> None:
    run(a_batch, 1)
    key = code(run, sender)
    elsewhere = Vault([Fernet.generate_key()]).seal("314159")
    run(lambda session: session.execute(update(Message).values(sealed=elsewhere)) and None)

    assert claims(run) == []

    assert message(run, key).reason_code == "sealed_elsewhere"
    assert units(run) == [(0, 0, 1)]


def test_the_next_batch_is_begun_when_the_oldest_is_empty(run: Runner, sender: Sender) -> None:
    run(a_batch, 1), run(a_batch, 2)
    for number in (1, 2, 3):
        code(run, sender, number)

    assert len(claims(run)) == 3

    assert units(run) == [(0, 1, 0), (0, 2, 0)]


@pytest.mark.parametrize(
    "outcome",
    [Refused("63003", WHY, Scope.MESSAGE), Refused("63007", WHY, Scope.SENDER)],
    ids=["refused", "halted"],
)
def test_a_refused_message_gives_its_unit_back(
    run: Runner, sender: Sender, outcome: Refused
) -> None:
    run(a_batch, 1)
    key = code(run, sender)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, outcome, at(1))

    assert units(run) == [(0, 0, 1)]
    assert message(run, key).batch_id is None


@pytest.mark.parametrize("outcome", [Later("20429", WHY), Lost("timeout")], ids=["later", "lost"])
def test_a_message_under_way_keeps_its_unit(
    run: Runner, sender: Sender, outcome: Later | Lost
) -> None:
    run(a_batch, 2)
    code(run, sender)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, outcome, at(1))
    claims(run, at(20))

    assert units(run) == [(0, 1, 1)]


def test_a_message_nobody_knows_the_fate_of_keeps_its_unit(run: Runner, sender: Sender) -> None:
    run(a_batch, 1)
    code(run, sender)
    [claimed] = claims(run)
    for seconds in (70, 80, 110, 200):
        run(resolve_attempt.found, claimed.attempt_key, None, at(seconds))
    assert units(run) == [(0, 1, 0)]

    run(delivery_status.take, report(Delivery.SENT, "SM1", claimed.attempt_key), at(300))

    assert units(run) == [(1, 0, 0)]


def test_what_fails_for_good_gives_its_unit_back_once(run: Runner, sender: Sender) -> None:
    run(a_batch, 1)
    code(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", None), at(1))
    failed = replace(report(None), refused=True, reason=WHY, error_code="63024")

    run(delivery_status.take, failed, at(2))
    run(delivery_status.take, failed, at(3))
    run(delivery_status.take, report(Delivery.UNDELIVERED), at(4))

    assert units(run) == [(0, 0, 1)]


def test_what_arrived_after_all_takes_a_unit_again(run: Runner, sender: Sender) -> None:
    run(a_batch, 1)
    code(run, sender)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", None), at(1))
    run(delivery_status.take, report(Delivery.UNDELIVERED), at(2))

    run(delivery_status.take, report(Delivery.DELIVERED), at(3))
    run(delivery_status.take, report(Delivery.READ), at(4))

    assert units(run) == [(1, 0, 0)]


def test_with_nothing_left_it_waits_and_says_why_and_leaves_once_a_batch_is_loaded(  # B3
    run: Runner, sender: Sender
) -> None:
    key = code(run, sender)

    assert claims(run) == []
    waits = message(run, key)
    assert (waits.hand_over, waits.reason_code) == (HandOver.WAITING, "no_unit")

    run(a_batch, 1)
    [claimed] = claims(run, NOW + UNPAID_PAUSE)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", None), NOW + UNPAID_PAUSE)
    assert (message(run, key).reason, units(run)) == (None, [(1, 0, 0)])


def test_only_an_approved_template_may_leave(run: Runner) -> None:
    run(a_template, Approval.PENDING)

    with pytest.raises(queue_message.Refused) as refused:
        code(run, run(a_sender))

    assert refused.value.code == "not_approved"


def test_many_at_once_use_no_unit_twice(run: Runner, sender: Sender) -> None:
    for messages in (3, 4, 2):
        run(a_batch, messages)
    for number in range(12):
        code(run, sender, number)

    with ThreadPoolExecutor(4) as pool:
        found = [one for some in pool.map(lambda _: claims(run), range(8)) for one in some]
        outcomes = [Accepted(f"SM{number}", 1) for number in range(9)]
        list(
            pool.map(
                lambda pair: run(record_attempt.record, pair[0].attempt_key, pair[1], at(1)),
                zip(found, outcomes, strict=True),
            )
        )

    assert units(run) == [(3, 0, 0), (4, 0, 0), (2, 0, 0)]
    with run.reading() as session:
        taken = session.scalars(select(Message.batch_id).where(Message.batch_id.is_not(None)))
        assert sorted(taken) == [1] * 3 + [2] * 4 + [3] * 2


@pytest.mark.parametrize("column", [Batch.used, Batch.reserved])
def test_a_batch_that_its_messages_do_not_add_up_to_is_told(
    run: Runner, sender: Sender, column: InstrumentedAttribute[int]
) -> None:
    number = run(a_batch, 5)
    code(run, sender)
    claims(run)
    with run.reading() as session:
        assert payment_drift.drift(session) == []

    run(lambda session: session.execute(update(Batch).values({column: column + 1})) and None)

    with run.reading() as session:
        [found] = payment_drift.drift(session)
    assert (found.subject, found.what) == (f"batch {number}", column.key)
