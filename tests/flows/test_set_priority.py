"""Issue 6, priority: the urgent are served first, and nobody waits for ever behind them."""

from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.errors import NotFound
from occ.core.priority import Priority
from occ.core.run import Runner
from occ.flows import presence, set_priority, set_queue_rules
from occ.journal import entries as journal
from occ.routing import board, candidates, queries
from occ.services.queue_rules import QueueRules
from occ.users.models import Presence, Role, User
from tests.builders import (
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    writes,
)

SUPPORT = "+390687654321"
MINUTE = 60


@pytest.fixture
def ana(run: Runner) -> User:
    """Away, with one seat."""
    return run(an_agent, "Ana", most=1, presence=Presence.AWAY)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def comes(run: Runner, ana: User, seconds: float, clock: Clock) -> None:
    run(presence.choose, ana.id, Presence.AVAILABLE, None, clock.to(seconds))


def urgent(run: Runner, sofia: User, key: str, wanted: Priority = Priority.HIGH) -> None:
    run(set_priority.of_contact, sofia.id, key, wanted, at(60))


def test_of_two_the_urgent_one_is_served_first(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    run(a_service)
    first, second = writes(run, 1), writes(run, 2, now=at(29 * MINUTE))
    urgent(run, sofia, second)

    comes(run, ana, 30 * MINUTE, clock)

    assert stands(run, second) == (State.OFFERED, "Ana")
    assert stands(run, first) == (State.WAITING, None)


def test_whoever_waits_half_an_hour_longer_goes_before_the_urgent(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    run(a_service)
    first, second = writes(run, 1), writes(run, 2, now=at(31 * MINUTE))
    urgent(run, sofia, second)

    comes(run, ana, 32 * MINUTE, clock)

    assert stands(run, first) == (State.OFFERED, "Ana")


def test_low_priority_lets_those_pass_who_came_a_little_later(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    run(a_service)
    first, second = writes(run, 1), writes(run, 2, now=at(29 * MINUTE))
    urgent(run, sofia, first, Priority.LOW)

    comes(run, ana, 30 * MINUTE, clock)

    assert stands(run, second) == (State.OFFERED, "Ana")


def test_a_contact_keeps_the_priority_for_conversations_to_come(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    run(a_service)
    run(a_service, "Support", SUPPORT)
    known = writes(run, 2, to=SUPPORT)
    urgent(run, sofia, known)
    writes(run, 1)
    later = writes(run, 2, now=at(120))

    with run.reading() as session:
        told = queries.summary(session, conversation(run, later).id)
        [queued] = [one for one in board.board(session, at(130))["waiting"] if one["key"] == later]
    assert told["contact"]["priority"] == queued["priority"] == "high"
    assert conversation(run, later).stands_since == at(120 - 30 * MINUTE)
    assert conversation(run, later).waiting_since == at(120)


def test_a_service_of_high_priority_is_looked_at_first(
    run: Runner, clock: Clock, ana: User
) -> None:
    run(a_service)
    support = run(a_service, "Support", SUPPORT)
    first, second = writes(run, 1), writes(run, 2, to=SUPPORT, now=at(60))
    run(set_queue_rules.save, None, support.key, QueueRules(Priority.HIGH), at(90))

    comes(run, ana, 100, clock)

    assert stands(run, second) == (State.OFFERED, "Ana")
    assert stands(run, first) == (State.WAITING, None)


def test_why_this_agent_says_that_it_was_urgent(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    service = run(a_service)
    key = writes(run)
    urgent(run, sofia, key)
    run(set_queue_rules.save, None, service.key, QueueRules(Priority.HIGH), at(60))
    comes(run, ana, 100, clock)

    with run.reading() as session:
        [share] = candidates.told(session, conversation(run, key))

    assert [note["values"] for note in share["notes"]] == [{"minutes": 60}]


def test_it_is_written_down_and_the_same_again_is_not(run: Runner, sofia: User) -> None:
    run(a_service)
    key = writes(run)
    urgent(run, sofia, key)
    urgent(run, sofia, key)

    with run.reading() as session:
        contact = queries.summary(session, conversation(run, key).id)["contact"]["key"]
        [entry] = journal.of(session, journal.Subject("contact", contact))
    assert (entry.actor_id, entry.before, entry.after) == (
        sofia.id,
        {"priority": "normal"},
        {"priority": "high"},
    )


def test_no_limit_is_passed_for_the_urgent(
    run: Runner, clock: Clock, ana: User, sofia: User
) -> None:
    run(a_service)
    held = writes(run)
    comes(run, ana, 10, clock)
    accepts(run, held)
    second = writes(run, 2, now=at(20))
    urgent(run, sofia, second)

    assert stands(run, second) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 1


def test_who_may_not_see_a_conversation_sets_nothing(run: Runner) -> None:
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", online=False)
    run(a_service, members=(ana,))
    key = writes(run)

    with pytest.raises(NotFound):
        run(set_priority.of_contact, ben.id, key, Priority.HIGH, at(60))
