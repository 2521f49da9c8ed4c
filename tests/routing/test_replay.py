"""Issue 6, what if: the replay keeps the limits, forgets nobody, and does as the router did."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from occ.conversations.models import Conversation, State
from occ.core.run import Runner
from occ.flows import close_conversation
from occ.routing import past_day, replay, what_if
from occ.routing.past_day import PastDay
from occ.routing.replay import Arrival, Given, Plan, Served, Shift
from occ.routing.reports import Period
from occ.routing.typical import Typical
from occ.routing.what_if import Changes
from tests.builders import NOW, Clock, a_service, an_agent, at, writes
from tests.routing.test_reports import SUNDAY
from tests.stateful import settings_for

END = at(3600)
SALES, SUPPORT = 1, 2
ANA, BEN, CLEO = 11, 12, 13
OPEN = {SALES: Served(0, ()), SUPPORT: Served(0, ())}


def an_arrival(
    number: int,
    seconds: float,
    handling: float = 60,
    leaves: float | None = None,
    service: int = SALES,
    head_start: float = 0,
    known: int | None = None,
) -> Arrival:
    return Arrival(
        id=number,
        service_id=service,
        arrives=at(seconds),
        queue_rank=1,
        stands_since=at(seconds - head_start),
        reaction=timedelta(0),
        handling=timedelta(seconds=handling),
        leaves=None if leaves is None else at(seconds + leaves),
        known_to_id=known,
    )


def all_day(user_id: int, seats: int) -> Shift:
    return Shift(user_id, NOW, END, seats)


def whom(found: dict[int, Given]) -> dict[int, tuple[int, float]]:
    """By number of the arrival: who, and after how many seconds of the day."""
    return {
        number: (each.user_id, (each.at - NOW).total_seconds()) for number, each in found.items()
    }


def test_the_least_loaded_then_the_longest_idle_has_the_next() -> None:
    arrivals = [an_arrival(number, number) for number in range(1, 6)]
    shifts = [all_day(ANA, 2), all_day(BEN, 5)]

    found = replay.run(Plan(NOW, END, OPEN, shifts, arrivals))

    # As in test_selection.py: 0/2, then 0/5, 1/5, 2/5, then 1/2.
    assert [found[number].user_id for number in range(1, 6)] == [ANA, BEN, BEN, BEN, ANA]


def test_who_waits_is_served_in_order_and_a_head_start_counts() -> None:
    arrivals = [an_arrival(1, 0), an_arrival(2, 10), an_arrival(3, 20, head_start=1800)]

    found = replay.run(Plan(NOW, END, OPEN, [all_day(ANA, 1)], arrivals))

    assert whom(found) == {1: (ANA, 0), 3: (ANA, 60), 2: (ANA, 120)}


def test_who_gave_up_leaves_when_they_did_and_never_after_an_offer() -> None:
    arrivals = [an_arrival(1, 0), an_arrival(2, 10, leaves=49), an_arrival(3, 11, leaves=49)]

    found = replay.run(Plan(NOW, END, OPEN, [all_day(ANA, 1)], arrivals))

    # The second has left a second before the seat frees; the third's moment is that of the seat.
    assert whom(found) == {1: (ANA, 0), 3: (ANA, 60)}


def test_a_customer_comes_back_to_whom_they_know_and_waits_for_nobody() -> None:
    arrivals = [an_arrival(1, 0, known=BEN), an_arrival(2, 1, known=BEN)]

    found = replay.run(Plan(NOW, END, OPEN, [all_day(ANA, 1), all_day(BEN, 1)], arrivals))

    assert whom(found) == {1: (BEN, 0), 2: (ANA, 1)}


def test_members_alone_serve_a_service_that_has_some_and_only_while_it_is_open() -> None:
    services = {SALES: Served(0, {BEN}), SUPPORT: Served(0, (), [(at(100), at(200))])}
    arrivals = [
        an_arrival(1, 0),
        an_arrival(2, 5, service=SUPPORT),
        an_arrival(3, 250, service=SUPPORT),
    ]

    found = replay.run(Plan(NOW, END, services, [all_day(ANA, 1), all_day(BEN, 1)], arrivals))

    assert whom(found) == {1: (BEN, 0), 2: (ANA, 100)}


def test_who_goes_keeps_what_they_have_and_a_lowered_limit_takes_nothing() -> None:
    shifts = [Shift(ANA, NOW, at(30), 2), Shift(ANA, at(40), END, 1)]
    arrivals = [an_arrival(number, number, handling=50 * number) for number in (1, 2, 3)]

    found = replay.run(Plan(NOW, END, OPEN, shifts, arrivals))

    # 1 ends at 51, 2 at 102; from 40 on there is one seat.
    assert whom(found) == {1: (ANA, 1), 2: (ANA, 2), 3: (ANA, 102)}


def test_what_was_in_hand_fills_its_seat_and_what_an_agent_began_is_theirs() -> None:
    own = an_arrival(2, 20)._replace(agent_id=ANA)
    plan = Plan(
        NOW, END, OPEN, [all_day(ANA, 1)], [an_arrival(1, 0), own], in_hand=[(ANA, at(100))]
    )

    # Their own goes first, and nobody else had it.
    assert whom(replay.run(plan)) == {2: (ANA, 100), 1: (ANA, 160)}


MOMENTS = st.integers(0, 3000)


@st.composite
def days(draw: st.DrawFn) -> Plan:
    shifts = []
    for user_id in (ANA, BEN, CLEO):
        times = sorted(draw(st.sets(MOMENTS, max_size=4)))
        shifts += [
            Shift(user_id, at(begun), at(ended), draw(st.integers(1, 4)))
            for begun, ended in pairwise(times)
        ]
    members = st.sets(st.sampled_from([ANA, BEN, CLEO]), max_size=3)
    arrivals = [
        an_arrival(
            number,
            draw(MOMENTS),
            draw(st.integers(0, 900)),
            draw(st.none() | st.integers(0, 300)),
            draw(st.sampled_from([SALES, SUPPORT])),
            draw(st.sampled_from([-1800, 0, 1800])),
            draw(st.sampled_from([None, ANA, BEN])),
        )
        for number in range(draw(st.integers(0, 25)))
    ]
    services = {each: Served(0, draw(members)) for each in (SALES, SUPPORT)}
    return Plan(NOW, END, services, shifts, arrivals)


@settings_for(100)
@given(days())
def test_nobody_is_ever_given_more_than_their_limit_or_what_is_not_theirs(plan: Plan) -> None:
    found = replay.run(plan)

    arrivals = {each.id: each for each in plan.arrivals}
    for number, one in found.items():
        arrival = arrivals[number]
        limits = [
            shift.seats
            for shift in plan.shifts
            if shift.user_id == one.user_id and shift.begun <= one.at < shift.ended
        ]
        beside = sum(
            other.user_id == one.user_id and other.at <= one.at < frees(arrivals[key], other)
            for key, other in found.items()
        )
        members = plan.services[arrival.service_id].members
        assert limits and max(beside, one.beside) <= limits[0] == one.of
        assert not members or one.user_id in members
        assert one.at >= arrival.arrives
        assert arrival.leaves is None or one.at <= arrival.leaves
    assert replay.run(plan) == found


def frees(arrival: Arrival, one: Given) -> datetime:
    return one.accepted_at + arrival.handling


@settings_for(100)
@given(
    st.lists(st.tuples(MOMENTS, st.integers(0, 900)), max_size=25),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
)
def test_more_seats_never_make_the_wait_of_a_queue_longer(
    came: list[tuple[int, int]], limits: list[int]
) -> None:
    arrivals = [an_arrival(number, *each) for number, each in enumerate(came)]

    def waited(more: int) -> float:
        shifts = [all_day(ANA + place, limit) for place, limit in enumerate([*limits, more])]
        found = replay.run(Plan(NOW, END, OPEN, [each for each in shifts if each.seats], arrivals))
        return sum(
            ((found[each.id].at if each.id in found else END) - each.arrives).total_seconds()
            for each in arrivals
        )

    assert waited(0) >= waited(1) >= waited(2)


@pytest.mark.parametrize("seed", range(3))
def test_a_day_replayed_as_it_was_is_the_day_as_the_router_had_it(
    run: Runner, clock: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    agents = [
        run(an_agent, name, most=most, auto_accept=True)
        for name, most in (("Ana", 1), ("Ben", 2), ("Cleo", 3))
    ]
    run(a_service, "Sales", members=(agents[0], agents[1]))
    run(a_service, "Support", "+390699999999")
    for number in range(1, 25):
        now = clock.to(60 * number + chance.random())
        for key, user_id in in_hand(run):
            if chance.random() < 0.15:
                run(close_conversation.close, user_id, key, now)
        to = chance.choice(["+390612345678", "+390699999999"])
        writes(run, number, now=clock.to(60 * number + 1 + chance.random()), to=to)

    day = the_day(run)
    typical = Typical(day)
    plan = what_if.plan(day, Changes(), None, typical)
    found = replay.run(plan)

    assert len({each.id for each in day.came}) == 24
    assert {number: (one.user_id, one.accepted_at) for number, one in found.items()} == {
        each.id: (each.shares[0].user_id, each.accepted) for each in day.came if each.shares
    }
    outcome = what_if.play(day, Changes(), None)
    assert outcome.whole.was == outcome.whole.would_be


def in_hand(run: Runner) -> list[tuple[str, int]]:
    """Keys of conversations, and whose they are."""
    with run.reading() as session:
        held = select(Conversation.key, Conversation.user_id)
        held = held.where(Conversation.state == State.ACTIVE).order_by(Conversation.id)
        return [(key, user_id) for key, user_id in session.execute(held)]


def the_day(run: Runner) -> PastDay:
    with run.reading() as session:
        return past_day.read(session, Period(SUNDAY, SUNDAY, "UTC"), at(86_400))
