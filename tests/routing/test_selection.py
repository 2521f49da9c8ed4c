from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import change_profile, close_conversation, save_service
from occ.flows.change_profile import ProfileChange
from occ.services.editing import ServiceForm
from occ.users.models import Presence
from tests.builders import (
    NOW,
    SALES_NUMBER,
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    stands,
    the_interaction,
    writes,
)

SUPPORT = "+390687654321"


def test_the_least_loaded_relative_to_the_limit_is_first(run: Runner) -> None:  # A8
    run(a_service)
    run(an_agent, "Ana", most=2)
    run(an_agent, "Ben", most=5)

    given = [stands(run, writes(run, number))[1] for number in range(7)]

    # 0/2, then 0/5, 1/5, 2/5, then 1/2 before 3/5 …
    assert given == ["Ana", "Ben", "Ben", "Ben", "Ana", "Ben", "Ben"]


def test_of_two_as_loaded_the_longest_idle_is_first(run: Runner, clock: Clock) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(an_agent, "Ben")
    run(an_agent, "Cleo")

    given = []
    for number in range(6):
        clock.to(number)
        given.append(stands(run, writes(run, number, now=at(number)))[1])

    assert given == ["Ana", "Ben", "Cleo", "Ana", "Ben", "Cleo"]


def test_who_ended_the_last_conversation_longest_ago_is_the_longest_idle(
    run: Runner, clock: Clock
) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    first, second = writes(run, 1), writes(run, 2, now=at(10))
    for key in (first, second):
        accepts(run, key, at(20))
    assert [stands(run, key)[1] for key in (first, second)] == ["Ana", "Ben"]
    run(close_conversation.close, ben.id, second, at(50))
    run(close_conversation.close, ana.id, first, at(3600))
    clock.to(3700)

    assert stands(run, writes(run, 3, now=at(3700)))[1] == "Ben"


def test_who_was_never_offered_anything_is_the_longest_idle(run: Runner, clock: Clock) -> None:
    run(a_service)
    run(an_agent, "Ana", idle_since=at(-3600))
    run(an_agent, "Ben")

    assert stands(run, writes(run))[1] == "Ben"


@pytest.mark.parametrize(
    "profile",
    [
        {"chat": False, "whatsapp": False},
        {"whatsapp": False},
        {"presence": Presence.AWAY},
        {"presence": Presence.OFFLINE},
        {"online": False},
        {"disabled_at": NOW},
        {"seats_taken": 3},
    ],
    ids=[
        "no chat",
        "chat without WhatsApp",
        "away",
        "offline",
        "not connected",
        "disabled",
        "full",
    ],
)
def test_who_is_not_fit_is_passed_over(run: Runner, profile: dict[str, object]) -> None:  # A3, A8
    run(a_service)
    run(an_agent, "Ana", **profile)
    first, second = writes(run, 1), None
    assert stands(run, first) == (State.WAITING, None)

    run(an_agent, "Ben")
    second = writes(run, 2)

    # The same drain offers who came first.
    assert stands(run, first) == (State.OFFERED, "Ben")
    assert stands(run, second) == (State.OFFERED, "Ben")


def test_a_service_with_members_is_served_by_them_alone(run: Runner) -> None:  # A8
    run(an_agent, "Ana")
    ben = run(an_agent, "Ben", most=1)
    run(a_service, members=(ben,))

    first, second = writes(run, 1), writes(run, 2)

    assert stands(run, first) == (State.OFFERED, "Ben")
    assert stands(run, second) == (State.WAITING, None)


def test_a_service_without_members_is_served_by_everyone(run: Runner) -> None:  # A8
    ben = run(an_agent, "Ben", most=1)
    service = run(a_service, members=(ben,))
    run(an_agent, "Ana")
    first, second = writes(run, 1), writes(run, 2)
    assert stands(run, second) == (State.WAITING, None)

    nobody = ServiceForm("Sales", True, True, SALES_NUMBER)
    run(save_service.save, None, service.key, nobody, NOW)

    assert stands(run, first) == (State.OFFERED, "Ben")
    assert stands(run, second) == (State.OFFERED, "Ana")


def test_one_limit_counts_over_all_services(run: Runner) -> None:  # A3
    run(a_service)
    run(a_service, "Support", SUPPORT)
    run(an_agent, "Ana", most=2)

    one, two = writes(run, 1), writes(run, 2, to=SUPPORT)
    three, four = writes(run, 3), writes(run, 4, to=SUPPORT)

    assert [stands(run, key)[1] for key in (one, two)] == ["Ana", "Ana"]
    assert [stands(run, key)[0] for key in (three, four)] == [State.WAITING, State.WAITING]


def test_exactly_the_limit_is_reached(run: Runner) -> None:  # A3
    run(a_service)
    run(an_agent, "Ana", most=3)

    states = [stands(run, writes(run, number))[0] for number in range(4)]

    assert states == [State.OFFERED, State.OFFERED, State.OFFERED, State.WAITING]


def test_a_limit_that_rises_is_filled_at_once(run: Runner) -> None:  # A3
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    keys = [writes(run, number) for number in range(3)]
    assert [stands(run, key)[0] for key in keys].count(State.WAITING) == 2

    run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=3), NOW)

    assert [stands(run, key) for key in keys] == [(State.OFFERED, "Ana")] * 3


def test_a_limit_that_falls_takes_nothing_away_and_gives_nothing_new(run: Runner) -> None:  # A3
    run(a_service)
    ana = run(an_agent, "Ana", most=3)
    held = [writes(run, number) for number in range(3)]
    for key in held:
        accepts(run, key)

    run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=2), NOW)
    later = writes(run, 9)

    assert [stands(run, key) for key in held] == [(State.ACTIVE, "Ana")] * 3
    assert stands(run, later) == (State.WAITING, None)


def test_who_accepts_by_themselves_has_it_at_once(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana", auto_accept=True)

    key = writes(run)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert the_interaction(run, key).accepted_at == NOW


def test_the_reason_stands_beside_the_offer(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    alone = the_interaction(run, writes(run, 1)).why
    run(an_agent, "Ben")
    among = the_interaction(run, writes(run, 2)).why

    assert alone is not None and among is not None
    assert alone["text"] == "The only one free for this service."
    assert among["values"] == {"free": 2}
