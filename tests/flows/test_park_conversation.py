"""Put aside until the customer or a time returns: no seat meanwhile, and no limit broken after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from occ.conversations.models import RETURNED, State
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.run import Runner
from occ.flows import close_conversation, hand_over, park_conversation, presence
from occ.routing import happenings
from occ.routing.models import Via
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.services.models import Service
from occ.users.models import Presence, Role, User
from tests.builders import (
    a_service,
    accepts,
    an_agent,
    at,
    at_once,
    conversation,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)
from tests.flows.sending.post import answers

HOUR = 3600


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    return run(an_agent, "Ana", most=1)


def parks(run: Runner, user: User, key: str, until: datetime | None = None) -> None:
    run(park_conversation.park, user.id, key, until, at(10))


def sweeps(run: Runner, now: datetime) -> None:
    """What jobs/deadlines does."""
    for due, flow in (
        (park_conversation.overdue, park_conversation.wake),
        (park_conversation.silent, park_conversation.park_silent),
    ):
        with run.reading() as session:
            found = due(session, now)
        for number in found:
            run(flow, number, now)


def test_parking_frees_the_seat_for_the_next_at_once(run: Runner, ana: User) -> None:
    first = talks(run, 1)
    second = writes(run, 2)
    assert stands(run, second) == (State.WAITING, None)

    parks(run, ana, first)

    assert stands(run, first) == (State.PARKED, "Ana")
    assert stands(run, second) == (State.OFFERED, "Ana")
    assert fresh(run, ana).seats_taken == 1


def test_a_customer_who_writes_again_is_with_the_same_agent_at_once(run: Runner, ana: User) -> None:
    key = talks(run)
    run(an_agent, "Ben")
    parks(run, ana, key)

    assert writes(run, now=at(20)) == key

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert the_interaction(run, key).via is Via.RETURNED
    assert (fresh(run, ana).seats_taken, conversation(run, key).parked_until) == (1, None)


def test_where_the_agent_has_no_seat_it_goes_to_the_head_of_the_queue(
    run: Runner, ana: User
) -> None:
    key = talks(run, 1)
    parks(run, ana, key)
    accepts(run, writes(run, 2, now=at(11)), at(11))
    later = writes(run, 3, now=at(12))

    writes(run, 1, now=at(20))

    assert stands(run, key) == (State.WAITING, None)
    assert conversation(run, key).queue_rank == RETURNED
    assert (conversation(run, key).waiting_since, fresh(run, ana).seats_taken) == (at(20), 1)
    ben = run(an_agent, "Ben", most=1, online=False)
    run(presence.come_online, ben.id, "ben's", at(21))
    assert (stands(run, key), stands(run, later)[0]) == ((State.OFFERED, "Ben"), State.WAITING)


@pytest.mark.parametrize("gone", ["away", "offline", "no channel"])
def test_nothing_returns_to_an_agent_who_is_not_there(run: Runner, ana: User, gone: str) -> None:
    key = talks(run)
    parks(run, ana, key)
    with run.database.writing() as session:
        user = session.get_one(User, ana.id)
        user.whatsapp = gone != "no channel"
        user.presence = {"away": Presence.AWAY, "offline": Presence.OFFLINE}.get(
            gone, Presence.AVAILABLE
        )

    writes(run, now=at(20))

    assert stands(run, key) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 0


def test_it_returns_when_its_time_has_come_and_not_before(run: Runner, ana: User) -> None:
    key = talks(run)
    parks(run, ana, key, at(HOUR))

    sweeps(run, at(HOUR - 1))
    assert stands(run, key) == (State.PARKED, "Ana")
    sweeps(run, at(HOUR))
    sweeps(run, at(HOUR))

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert fresh(run, ana).seats_taken == 1


@pytest.mark.parametrize("seconds", [-1, 10, 400 * 24 * HOUR])
def test_a_time_that_is_over_or_far_away_is_refused(run: Runner, ana: User, seconds: int) -> None:
    key = talks(run)

    with pytest.raises(Invalid):
        parks(run, ana, key, at(seconds))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_only_who_has_it_parks_it_and_only_who_sees_it_takes_it_back(
    run: Runner, ana: User
) -> None:
    key = talks(run)
    ben = run(an_agent, "Ben")
    with pytest.raises(NotFound):
        parks(run, ben, key)
    parks(run, ana, key)

    with pytest.raises(NotFound):
        run(park_conversation.take_back, ben.id, key, at(20))
    run(park_conversation.take_back, ana.id, key, at(20))
    with pytest.raises(Conflict):
        run(park_conversation.take_back, ana.id, key, at(21))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_taking_back_needs_a_free_seat_however_many_try_at_once(run: Runner, ana: User) -> None:
    keys = []
    for number in (1, 2, 3):
        keys.append(talks(run, number))
        parks(run, ana, keys[-1])

    done = at_once(3, lambda place: run(park_conversation.take_back, ana.id, keys[place], at(20)))

    assert (done, fresh(run, ana).seats_taken) == (1, 1)


def test_what_waits_or_is_offered_is_not_parked(run: Runner, ana: User) -> None:
    offered = writes(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    with pytest.raises(Conflict):
        parks(run, sofia, offered)


def test_a_supervisor_hands_over_and_closes_what_is_parked(run: Runner, ana: User) -> None:
    first, second = talks(run, 1), None
    parks(run, ana, first)
    second = talks(run, 2)
    parks(run, ana, second)
    ben = run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    run(hand_over.to_colleague, sofia.id, first, ben.key, at(20))
    run(close_conversation.close, sofia.id, second, at(20))

    assert (stands(run, first), stands(run, second)) == (
        (State.ACTIVE, "Ben"),
        (State.CLOSED, None),
    )
    assert (fresh(run, ana).seats_taken, fresh(run, ben).seats_taken) == (0, 1)


def test_a_silent_customer_s_chat_is_parked_after_the_service_s_hours(
    run: Runner, ana: User, sales: Service
) -> None:
    key = talks(run)
    run(desk_rules.save, None, sales.key, DeskRules(2, 0, False, 0, 0), at(0))
    answers(run, ana, key, now=at(60))

    sweeps(run, at(60 + 2 * HOUR - 1))
    assert stands(run, key) == (State.ACTIVE, "Ana")
    sweeps(run, at(60 + 2 * HOUR))

    assert (stands(run, key), fresh(run, ana).seats_taken) == ((State.PARKED, "Ana"), 0)
    assert (writes(run, now=at(3 * HOUR)), stands(run, key)[0]) == (key, State.ACTIVE)


@pytest.mark.parametrize("comes_back", ["by its time", "taken back", "to a colleague"])
def test_a_silent_one_that_comes_back_stays_for_as_long_again(
    run: Runner, ana: User, sales: Service, comes_back: str
) -> None:
    key, later = talks(run), 5 * HOUR
    run(desk_rules.save, None, sales.key, DeskRules(2, 0, False, 0, 0), at(0))
    answers(run, ana, key, now=at(9))
    parks(run, ana, key, at(later))
    if comes_back != "by its time":
        run(park_conversation.take_back, ana.id, key, at(later))
    if comes_back == "to a colleague":
        ben = run(an_agent, "Ben")
        run(hand_over.to_colleague, ana.id, key, ben.key, at(later))
    has_it = (State.ACTIVE, "Ben" if comes_back == "to a colleague" else "Ana")

    sweeps(run, at(later))
    sweeps(run, at(later + 2 * HOUR - 1))
    assert stands(run, key) == has_it

    sweeps(run, at(later + 2 * HOUR))
    assert stands(run, key)[0] is State.PARKED


@pytest.mark.parametrize(("hours", "answered"), [(0, True), (2, False)])
def test_who_waits_for_an_answer_or_where_nobody_set_it_is_not_parked(
    run: Runner, ana: User, sales: Service, hours: int, answered: bool
) -> None:
    key = talks(run)
    run(desk_rules.save, None, sales.key, DeskRules(hours, 0, False, 0, 0), at(0))
    if answered:
        answers(run, ana, key, now=at(60))

    sweeps(run, at(0) + timedelta(days=9))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_going_offline_leaves_what_is_parked_where_it_is(run: Runner, ana: User) -> None:
    key = talks(run)
    parks(run, ana, key)

    run(presence.choose, ana.id, Presence.OFFLINE, None, at(20))

    assert stands(run, key) == (State.PARKED, "Ana")


def test_the_thread_tells_who_parked_it_and_that_it_came_back(run: Runner, ana: User) -> None:
    key = talks(run)
    parks(run, ana, key, at(HOUR))
    sweeps(run, at(HOUR))

    with run.reading() as session:
        told = happenings.of(session, conversation(run, key))

    assert [(one["event"], one["by"]) for one in told] == [
        ("accepted", "Ana"),
        ("parked", "Ana"),
        ("returned", "Ana"),
    ]
    assert told[1]["to"] == "2026-11-22T10:00:00.000Z"
