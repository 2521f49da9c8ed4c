from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.core.errors import Conflict
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import delivery_status, record_attempt, resolve_attempt, retry_message
from occ.flows.record_attempt import CHECKING, Accepted, Lost
from occ.journal.models import JournalEntry
from occ.messaging import outbox
from occ.messaging.ports import Delivery
from tests.builders import at, talks
from tests.flows.sending.post import a_talk, answers, attempts, claims, report, tick

LOOKS = 4


def a_lost_one(run: Runner) -> tuple[int, str, str]:
    """The agent's id, the message's key, the attempt's."""
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))
    assert tick(run, answer) == "sending"
    return ana.id, answer, claimed.attempt_key


def look_until_nobody_knows(run: Runner, attempt: str) -> None:
    for number in range(LOOKS):
        run(resolve_attempt.found, attempt, None, at(10 + 100 * number))


def test_one_that_stands_in_the_list_was_sent(run: Runner) -> None:
    _, answer, attempt = a_lost_one(run)

    run(resolve_attempt.found, attempt, report(Delivery.SENT, "SM7"), at(10))

    assert tick(run, answer) == "sent"
    assert claims(run, at(11)) == []


def test_until_it_is_known_the_agent_reads_that_it_is_looked_up(
    run: Runner, told: list[Event]
) -> None:
    _, _, attempt = a_lost_one(run)

    [reason] = [event.facts["message"]["reason"] for event in told[-1:]]
    assert reason["text"] == "The answer was lost: we are checking whether this arrived."
    run(resolve_attempt.found, attempt, report(Delivery.SENT, "SM7"), at(10))
    assert told[-1].facts["message"]["status"] == "sent"
    assert told[-1].facts["message"]["reason"] is None


def test_one_whose_process_died_is_told_to_be_looked_up_at_the_first_look(
    run: Runner, told: list[Event]
) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key)
    [claimed] = claims(run)
    told.clear()

    for seconds in (61, 70):
        run(resolve_attempt.found, claimed.attempt_key, None, at(seconds))

    [event] = told
    assert event.facts["message"]["reason"] == CHECKING.as_json()


def test_one_that_never_stands_there_is_left_to_a_person(run: Runner) -> None:
    _, answer, attempt = a_lost_one(run)
    run(resolve_attempt.found, attempt, None, at(10))
    assert tick(run, answer) == "sending"

    look_until_nobody_knows(run, attempt)

    assert tick(run, answer) == "unknown"
    assert claims(run, at(3600)) == []


def test_the_next_answer_then_goes_its_way(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key, "first")
    answers(run, ana, key, "second")
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))
    assert claims(run, at(2)) == []

    look_until_nobody_knows(run, claimed.attempt_key)

    assert [found.body for found in claims(run, at(600))] == ["second"]


def test_a_late_report_tells_what_became_of_an_unknown_one(run: Runner) -> None:
    _, answer, attempt = a_lost_one(run)
    look_until_nobody_knows(run, attempt)

    run(delivery_status.take, report(Delivery.DELIVERED, "SM7", attempt), at(900))

    assert tick(run, answer) == "delivered"


def test_a_person_may_look_again(run: Runner) -> None:
    ana, answer, attempt = a_lost_one(run)
    look_until_nobody_knows(run, attempt)

    run(retry_message.look_again, ana, answer, at(600))

    assert tick(run, answer) == "sending"
    with run.reading() as session:
        assert outbox.unresolved(session, at(600)) == [attempt]


def test_a_person_may_send_it_again_anyway(run: Runner) -> None:
    ana, answer, attempt = a_lost_one(run)
    look_until_nobody_knows(run, attempt)

    run(retry_message.retry, ana, answer, at(600))

    assert len(claims(run, at(600))) == 1
    assert attempts(run, answer) == 2
    with run.reading() as session:
        [line] = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "message_sent_again")
        )
    assert (line.actor_id, line.before["hand_over"], line.after["message"]) == (
        ana,
        "unknown",
        answer,
    )


def test_what_did_not_fail_is_not_repeated(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))

    with pytest.raises(Conflict):
        run(retry_message.retry, ana.id, answer, at(2))

    assert attempts(run, answer) == 1


def test_the_search_leaves_out_what_is_another_messages(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key, "Yes.", client="one")
    [first] = claims(run)
    run(record_attempt.record, first.attempt_key, Accepted("SM1"), at(1))
    answers(run, ana, key, "Yes.", client="two")
    other = talks(run, 2)
    answers(run, ana, other, "Yes.", client="three")
    claimed = claims(run, at(2))
    for one in claimed:
        run(record_attempt.record, one.attempt_key, Lost("timeout"), at(3))

    with run.reading() as session:
        [search] = [
            resolve_attempt.search_for(session, one.attempt_key)
            for one in claimed
            if one.recipient == first.recipient
        ]

    assert search.known == {"SM1"}
