"""Nobody knows whether it went: who had it sent or an administrator decides, and credit follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from occ.billing import drift
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import decide_unknown, delivery_status, record_attempt, resolve_attempt
from occ.flows.record_attempt import Accepted, Lost
from occ.messaging import payment_drift
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery
from occ.users.models import Role
from tests.builders import an_agent, at
from tests.flows.sending import first, post
from tests.flows.sending.first import (
    PRICE,
    Sender,
    a_batch,
    a_price,
    a_sender,
    a_template,
    claims,
    code,
    credit,
    units,
)
from tests.flows.sending.post import message, report

decisions = pytest.mark.parametrize(
    "decide", [decide_unknown.look_again, decide_unknown.send_again, decide_unknown.give_up]
)


def an_unknown(run: Runner, sender: Sender, key: str) -> str:
    """Its attempt's key."""
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))
    for seconds in (10, 30, 60, 200):
        run(resolve_attempt.found, claimed.attempt_key, None, at(seconds))
    assert message(run, key).hand_over is HandOver.UNKNOWN
    return claimed.attempt_key


@pytest.fixture
def sender(run: Runner) -> Sender:
    run(a_price)
    return run(a_sender, 10)


@pytest.fixture
def key(run: Runner, sender: Sender) -> str:
    """Of an SMS that an agent wrote first."""
    key = run(first.an_sms_of_ours, sender).key
    an_unknown(run, sender, key)
    return key


def test_given_up_it_costs_nothing(run: Runner, sender: Sender, key: str) -> None:
    run(decide_unknown.give_up, sender.id, key, at(300))

    assert message(run, key).reason_code == "given_up"
    assert credit(run, sender) == (10_000, 0)


def test_sent_again_it_is_paid_once(run: Runner, sender: Sender, key: str) -> None:
    run(decide_unknown.send_again, sender.id, key, at(300))
    assert credit(run, sender) == (10_000, 0)

    [claimed] = claims(run, at(300))
    run(record_attempt.record, claimed.attempt_key, Accepted("SM2", 1), at(301))

    assert credit(run, sender) == (10_000 - PRICE, 0)


def test_found_at_a_further_look_it_is_spent(run: Runner, sender: Sender, key: str) -> None:
    run(decide_unknown.look_again, sender.id, key, at(300))
    assert credit(run, sender) == (10_000 - PRICE, PRICE)
    [attempt] = run(first.unresolved, at(300))

    run(resolve_attempt.found, attempt, report(Delivery.SENT), at(301))

    assert credit(run, sender) == (10_000 - PRICE, 0)


def test_what_was_to_be_sent_again_and_arrived_is_paid_all_the_same(
    run: Runner, sender: Sender
) -> None:
    key = run(first.an_sms_of_ours, sender).key
    attempt = an_unknown(run, sender, key)
    run(decide_unknown.send_again, sender.id, key, at(300))

    run(delivery_status.take, report(Delivery.DELIVERED, "SM1", attempt), at(301))

    assert claims(run, at(302)) == []
    assert credit(run, sender) == (10_000 - PRICE, 0)
    with run.reading() as session:
        assert [*drift.drift(session), *payment_drift.drift(session)] == []


@decisions
def test_it_is_for_who_had_it_sent_and_for_administrators(
    run: Runner, key: str, decide: Callable[..., None]
) -> None:
    ben, ada = run(an_agent, "Ben"), run(an_agent, "Ada", role=Role.ADMINISTRATOR)

    with pytest.raises(NotFound):
        run(decide, ben.id, key, at(300))

    run(decide, ada.id, key, at(300))
    with pytest.raises(Conflict):
        run(decide, ada.id, key, at(301))


@decisions
def test_an_answer_in_a_conversation_is_decided_there(
    run: Runner, decide: Callable[..., None]
) -> None:
    ana, conversation = post.a_talk(run)
    answer = post.answers(run, ana, conversation)

    with pytest.raises(NotFound):
        run(decide, ana.id, answer, at(300))


def test_a_code_is_given_up_or_looked_for_and_not_repeated(run: Runner) -> None:
    run(a_template)
    run(a_batch, 1)
    sender = run(a_sender)
    key = code(run, sender)
    an_unknown(run, sender, key)

    with pytest.raises(Conflict):
        run(decide_unknown.send_again, sender.id, key, at(300))
    run(decide_unknown.give_up, sender.id, key, at(300))

    assert units(run) == [(0, 0, 1)]
