"""Issue 6, forgotten chats: the third step, back to the head of the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from occ.conversations.models import RETURNED, State
from occ.core.run import Runner
from occ.flows import agent_reply, keep_time, return_forgotten, save_hours
from occ.routing import happenings
from occ.services import desk_rules, hours_text
from occ.services.hours import Hours
from occ.services.models import Service
from occ.users.models import User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    writes,
)

FIVE = 5 * 60


@pytest.fixture
def sales(run: Runner) -> Service:
    service = run(a_service)
    with run.reading() as session:
        rules = desk_rules.of(session.get_one(Service, service.id))
    run(desk_rules.save, None, service.key, replace(rules, return_after_minutes=5), NOW)
    return service


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana", most=1)


def sweeps(run: Runner, clock: Clock, seconds: float) -> int:
    with run.reading() as session:
        found = return_forgotten.due(session, clock.to(seconds))
    for number in found:
        run(return_forgotten.put_back, number, at(seconds))
    return len(found)


def test_whom_an_agent_forgot_is_offered_to_another(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    key = talks(run)
    assert sweeps(run, clock, FIVE - 1) == 0
    ben = run(an_agent, "Ben", most=1)

    assert sweeps(run, clock, FIVE) == 1

    assert stands(run, key) == (State.OFFERED, "Ben")
    assert (fresh(run, ana).seats_taken, fresh(run, ben).seats_taken) == (0, 1)
    assert conversation(run, key).queue_rank == RETURNED
    with run.reading() as session:
        events = [one["event"] for one in happenings.of(session, conversation(run, key))]
    assert events == ["accepted", "forgotten"]


def test_while_nobody_would_be_offered_it_a_forgotten_chat_stays_where_it_is(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    key = talks(run)
    weekend = Hours(hours_text.week_of_lines(["saturday 9:00-13:00"]))
    run(save_hours.save, None, sales.key, (weekend, "", False), NOW)

    assert sweeps(run, clock, FIVE) == 0
    run(return_forgotten.put_back, conversation(run, key).id, at(FIVE))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_who_forgot_rests_from_it_and_may_have_others(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    key = talks(run)
    other = writes(run, 2, now=at(60))

    sweeps(run, clock, FIVE)

    assert stands(run, key) == (State.WAITING, None)
    assert stands(run, other) == (State.OFFERED, "Ana")


def test_the_time_before_the_agent_had_it_does_not_count(
    run: Runner, clock: Clock, sales: Service
) -> None:
    key = writes(run)
    run(an_agent, "Ana", auto_accept=True)
    clock.to(FIVE)
    run.drain(sales.id)
    assert stands(run, key) == (State.ACTIVE, "Ana")

    assert sweeps(run, clock, FIVE + 10) == 0


def test_whom_we_answered_is_not_forgotten(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    key = talks(run)
    run(agent_reply.reply, ana.id, key, "1", "One moment.", at(10))

    assert sweeps(run, clock, 10 * FIVE) == 0


def test_what_the_server_missed_is_nobodys_forgetting(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    run(keep_time.catch_up, NOW)
    key = talks(run)
    run(keep_time.catch_up, at(3600))

    assert sweeps(run, clock, 3600) == 0
    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert sweeps(run, clock, 3600 + FIVE) == 1


def test_it_is_off_unless_a_service_asks_for_it(run: Runner, clock: Clock, ana: User) -> None:
    run(a_service)
    talks(run)

    assert sweeps(run, clock, timedelta(days=1).total_seconds()) == 0


def test_an_answer_that_came_meanwhile_keeps_it(
    run: Runner, clock: Clock, sales: Service, ana: User
) -> None:
    key = talks(run)
    with run.reading() as session:
        [number] = return_forgotten.due(session, at(FIVE))
    run(agent_reply.reply, ana.id, key, "1", "Here I am.", at(FIVE))

    run(return_forgotten.put_back, number, at(FIVE))

    assert stands(run, key) == (State.ACTIVE, "Ana")
