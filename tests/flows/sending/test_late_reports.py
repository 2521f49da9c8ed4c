"""An answer failed and its agent has it sent again; then the first try has something to say."""

from __future__ import annotations

from itertools import permutations

import pytest

from occ.core.run import Runner
from occ.flows import delivery_status, record_attempt, resolve_attempt, retry_message
from occ.flows.record_attempt import Accepted, Later, Lost
from occ.messaging.ports import Delivery
from tests.builders import at
from tests.flows.sending.post import (
    WHY,
    a_talk,
    answers,
    attempts,
    claims,
    message,
    report,
    tick,
)

SENT, UNDELIVERED = Delivery.SENT, Delivery.UNDELIVERED
DELIVERED, READ = Delivery.DELIVERED, Delivery.READ


def a_failed_one(run: Runner) -> tuple[int, str, str]:
    """The agent's id, the message's key, and the first attempt's."""
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))
    run(delivery_status.take, report(UNDELIVERED, error_code="30003", reason=WHY), at(2))
    assert tick(run, answer) == "undelivered"
    return ana.id, answer, claimed.attempt_key


def an_unknown_one(run: Runner) -> tuple[int, str, str]:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))
    for number in range(4):
        run(resolve_attempt.found, claimed.attempt_key, None, at(10 + 100 * number))
    assert tick(run, answer) == "unknown"
    return ana.id, answer, claimed.attempt_key


@pytest.mark.parametrize("late", [SENT, UNDELIVERED])
def test_while_the_retry_waits_what_the_first_try_did_is_no_news(
    run: Runner, late: Delivery
) -> None:
    ana, answer, first = a_failed_one(run)
    run(retry_message.retry, ana, answer, at(3))

    run(delivery_status.take, report(late, "SM1", first, reason=WHY), at(4))

    assert tick(run, answer) == "waiting"
    [second] = claims(run, at(5))
    run(record_attempt.record, second.attempt_key, Accepted("SM2"), at(6))
    run(delivery_status.take, report(SENT, "SM2", second.attempt_key), at(7))
    assert tick(run, answer) == "sent"


@pytest.mark.parametrize("late", [DELIVERED, READ])
def test_that_it_arrived_after_all_is_and_nothing_is_sent_twice(
    run: Runner, late: Delivery
) -> None:
    ana, answer, first = a_failed_one(run)
    run(retry_message.retry, ana, answer, at(3))

    run(delivery_status.take, report(late, "SM1", first), at(4))

    assert claims(run, at(5)) == []
    assert tick(run, answer) == late.value
    assert attempts(run, answer) == 1


def test_nothing_is_sent_twice_where_an_unknown_try_turns_out_to_have_been_taken(
    run: Runner,
) -> None:
    ana, answer, first = an_unknown_one(run)
    run(retry_message.retry, ana, answer, at(600))

    run(delivery_status.take, report(SENT, "SM1", first), at(601))

    assert claims(run, at(602)) == []
    assert tick(run, answer) == "sent"


def test_but_it_is_where_the_unknown_try_failed(run: Runner) -> None:
    ana, answer, first = an_unknown_one(run)
    run(retry_message.retry, ana, answer, at(600))

    run(delivery_status.take, report(UNDELIVERED, "SM1", first, reason=WHY), at(601))

    assert tick(run, answer) == "waiting"
    assert len(claims(run, at(602))) == 1


def test_a_try_that_was_put_off_and_taken_all_the_same_is_not_repeated(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Later("20429", WHY), at(1))

    run(delivery_status.take, report(SENT, "SM1", claimed.attempt_key), at(2))

    assert claims(run, at(60)) == []
    assert tick(run, answer) == "sent"


@pytest.mark.parametrize("order", list(permutations(["first", "second", "accepted"])), ids=" ".join)
def test_both_tries_may_report_in_any_order(run: Runner, order: tuple[str, ...]) -> None:
    ana, answer, first = a_failed_one(run)
    run(retry_message.retry, ana, answer, at(3))
    [second] = claims(run, at(4))
    steps = {
        "first": (delivery_status.take, report(UNDELIVERED, "SM1", first, reason=WHY)),
        "second": (delivery_status.take, report(DELIVERED, "SM2", second.attempt_key)),
    }

    for step in order:
        if step == "accepted":
            run(record_attempt.record, second.attempt_key, Accepted("SM2"), at(5))
        else:
            flow, told = steps[step]
            run(flow, told, at(5))

    assert tick(run, answer) == "delivered"
    assert message(run, answer).provider_sid == "SM2"
    assert message(run, answer).reason is None
