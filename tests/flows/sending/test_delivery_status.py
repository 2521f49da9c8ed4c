from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import delivery_status, record_attempt, retry_message
from occ.flows.record_attempt import Accepted
from occ.messaging import halts
from occ.messaging.ports import Delivery, Scope
from occ.messaging.statuses import higher
from tests.builders import at
from tests.flows.sending.post import WHY, a_talk, answers, claims, message, report, tick

ALL = [Delivery.SENT, Delivery.DELIVERED, Delivery.READ]


def test_ticks_turn_from_sent_to_delivered_to_read(run: Runner) -> None:  # A8
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))
    ticks = [tick(run, answer)]

    for seconds, delivery in enumerate(ALL, 2):
        run(delivery_status.take, report(delivery), at(seconds))
        ticks.append(tick(run, answer))

    assert ticks == ["sending", "sent", "delivered", "read"]


@pytest.mark.parametrize("order", list(permutations(ALL)), ids=str)
def test_in_whatever_order_reports_come_the_highest_stays(
    run: Runner, order: tuple[Delivery, ...]
) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))

    for delivery in (*order, *order):
        run(delivery_status.take, report(delivery), at(2))

    assert tick(run, answer) == "read"


def test_a_report_may_come_before_the_answer_to_our_own_call(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)

    run(delivery_status.take, report(Delivery.DELIVERED, attempt=claimed.attempt_key), at(1))
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(2))

    assert tick(run, answer) == "delivered"
    assert message(run, answer).provider_sid == "SM1"


def test_the_same_report_twice_tells_the_screens_once(run: Runner, told: list[Event]) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))
    told.clear()

    run(delivery_status.take, report(Delivery.SENT), at(2))
    run(delivery_status.take, report(Delivery.SENT), at(3))

    assert [event.name for event in told] == ["message_changed"]


def test_a_report_of_somebody_elses_message_changes_nothing(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)

    run(delivery_status.take, report(Delivery.READ, "SM999", "att_nobodys"), at(1))

    assert tick(run, answer) == "waiting"


def test_what_did_not_arrive_says_why(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))

    undelivered = report(Delivery.UNDELIVERED, error_code="30003", reason=WHY)
    run(delivery_status.take, undelivered, at(2))

    assert tick(run, answer) == "undelivered"
    assert message(run, answer).reason == WHY.as_json()


def test_a_retry_is_a_real_new_attempt_and_the_old_ones_failure_is_no_news(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [first] = claims(run)
    run(record_attempt.record, first.attempt_key, Accepted("SM1"), at(1))
    run(delivery_status.take, report(Delivery.UNDELIVERED, error_code="30003", reason=WHY), at(2))

    run(retry_message.retry, ana.id, answer, at(3))
    [second] = claims(run, at(3))
    late = report(Delivery.UNDELIVERED, "SM1", first.attempt_key, error_code="30003", reason=WHY)
    run(delivery_status.take, late, at(4))
    run(record_attempt.record, second.attempt_key, Accepted("SM2"), at(5))

    assert tick(run, answer) == "sending"
    assert message(run, answer).provider_sid == "SM2"


def test_a_sender_that_was_closed_is_halted_by_the_report_too(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))

    closed = report(
        Delivery.UNDELIVERED, error_code="63112", reason=WHY, refused=True, scope=Scope.SENDER
    )
    run(delivery_status.take, closed, at(2))

    with run.reading() as session:
        assert [halt.sender for halt in halts.present(session)] == [claimed.sender]


@given(st.lists(st.sampled_from([*Delivery, None]), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_status_only_ever_moves_up(reported: list[Delivery | None]) -> None:
    ranks = list(Delivery)
    present: Delivery | None = None
    for delivery in reported:
        before, present = present, higher(present, delivery)
        if before is not None:
            assert present is not None
            assert ranks.index(present) >= ranks.index(before)
