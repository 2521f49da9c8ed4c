"""The live view's figures: what stands in the rows, and nothing of it counted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from occ.conversations.models import Conversation
from occ.core.run import Runner
from occ.flows import miss_offer, park_conversation, presence
from occ.messaging.models import Direction, HandOver, Message
from occ.routing import board, needing, parked
from occ.services.models import UNASSIGNED_KEY, Service
from occ.users.models import Presence, Role
from tests.builders import (
    a_service,
    an_agent,
    at,
    conversation,
    talks,
    the_interaction,
    writes,
)


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


def look(run: Runner, seconds: float = 0) -> dict[str, Any]:
    with run.reading() as session:
        return board.board(session, at(seconds))


def test_an_empty_house_has_its_services_and_no_figures(run: Runner, sales: Service) -> None:
    seen = look(run)

    assert [one["name"] for one in seen["services"]] == ["Sales", "Unassigned"]
    assert {one["waiting"] for one in seen["services"]} == {0}
    assert (seen["agents"], seen["waiting"], seen["open"]) == ([], [], 0)


def test_seats_loads_and_queues_are_those_of_the_rows(run: Runner, sales: Service) -> None:
    run(an_agent, "Ana", most=2)
    held = talks(run, 1)
    offered = writes(run, 2, now=at(10))
    waiting = writes(run, 3, now=at(20))

    seen = look(run, 30)

    [ana] = seen["agents"]
    assert (ana["taken"], ana["offered"], ana["limit"], ana["reached"]) == (2, 1, 2, True)
    assert [one["key"] for one in ana["conversations"]] == [held, offered] or [
        one["key"] for one in ana["conversations"]
    ] == [offered, held]
    assert ana["unanswered_since"] == "2026-11-22T09:00:00.000Z"
    [service] = [one for one in seen["services"] if one["key"] == sales.key]
    assert (service["waiting"], service["open"], service["available"], service["free"]) == (
        1,
        2,
        1,
        0,
    )
    assert service["why"]["text"] == "The only one who could take it has all seats taken."
    assert [(one["key"], one["since"]) for one in seen["waiting"]] == [
        (waiting, "2026-11-22T09:00:20.000Z")
    ]
    assert seen["open"] == 3


def test_only_a_services_own_people_are_free_for_it(run: Runner) -> None:
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", most=5)
    run(a_service, "Sales", members=(ana,))
    run(a_service, "Support", "+390699999999")
    run(presence.choose, ana.id, Presence.AWAY, None, at(1))

    free = {one["name"]: (one["available"], one["free"]) for one in look(run, 2)["services"]}

    assert free == {"Sales": (0, 0), "Support": (1, 5), "Unassigned": (0, 0)}
    assert [one["presence"] for one in look(run, 2)["agents"]] == ["away", "available"]
    assert ben.name == "Ben"


def test_what_is_parked_stands_by_service_and_agent_with_when_it_comes_back(
    run: Runner, sales: Service
) -> None:
    ana, ben = run(an_agent, "Ana", most=1), run(an_agent, "Ben", most=1)
    timed, later = talks(run, 1), talks(run, 2)
    by = {each: the_interaction(run, each).user_id for each in (timed, later)}
    run(park_conversation.park, by[later], later, at(900), at(10))
    run(park_conversation.park, by[timed], timed, at(600), at(10))
    untimed = talks(run, 3, at(20))
    holder = the_interaction(run, untimed).user_id
    run(park_conversation.park, holder, untimed, None, at(30))

    with run.reading() as session:
        told = parked.parked(session)

    names = {ana.id: "Ana", ben.id: "Ben"}
    assert [(one["key"], one["agent"], one["until"]) for one in told["rows"]] == [
        (timed, names[by[timed]], "2026-11-22T09:10:00.000Z"),
        (later, names[by[later]], "2026-11-22T09:15:00.000Z"),
        (untimed, names[holder], None),
    ]
    counted = {one["name"]: one["count"] for one in told["by_agent"]}
    assert (told["count"], sum(counted.values()), counted[names[holder]]) == (3, 3, 2)
    [service] = [one for one in look(run, 40)["services"] if one["key"] == sales.key]
    assert (service["parked"], service["open"]) == (3, 0)


def test_a_supervisor_without_channels_is_no_agent(run: Runner, sales: Service) -> None:
    run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    assert look(run)["agents"] == []


def test_what_came_to_nobodys_number_waits_in_its_own_queue(run: Runner, sales: Service) -> None:
    writes(run, to="+390600000000")

    [row] = look(run)["waiting"]
    assert row["service"]["key"] == UNASSIGNED_KEY


def needs(run: Runner, seconds: float) -> dict[str, Any]:
    with run.reading() as session:
        return needing.needing(session, at(seconds))


def test_a_window_that_shuts_soon_on_somebody_unanswered_needs_a_person(
    run: Runner, sales: Service
) -> None:
    run(an_agent, "Ana")
    key = talks(run)
    hours = 3600.0

    assert needs(run, 21 * hours)["windows"] == []
    [soon] = needs(run, 23 * hours)["windows"]
    assert (soon["key"], soon["agent"], soon["ends_at"]) == (key, "Ana", "2026-11-23T09:00:00.000Z")
    assert needs(run, 24 * hours)["windows"] == []
    run(lambda session: session.execute(update(Conversation).values(unanswered_since=None)))
    assert needs(run, 23 * hours)["windows"] == []


def test_a_text_of_ours_that_did_not_arrive_needs_a_person(run: Runner, sales: Service) -> None:
    run(an_agent, "Ana")
    key = talks(run)
    run(
        lambda session: session.execute(
            update(Message)
            .where(Message.conversation_id == conversation(run, key).id)
            .values(hand_over=HandOver.REFUSED, direction=Direction.OUT)
        )
    )

    [failed] = needs(run, 1)["failed"]
    assert (failed["key"], failed["count"]) == (key, 1)


def test_the_last_hour_counts_who_was_answered_in_time_and_who_was_not(
    run: Runner, sales: Service
) -> None:
    for number in (1, 2, 3):
        writes(run, number, now=at(number))
    answered = {1: at(31), 2: at(99)}
    for number, when in answered.items():
        run(
            lambda session, number=number, when=when: session.execute(
                update(Conversation).where(Conversation.id == number).values(first_answered_at=when)
            )
        )

    def late(seconds: float) -> dict[str, Any]:
        with run.reading() as session:
            return needing.of_late(session, timedelta(seconds=60), at(seconds))

    # The third has waited for less than a minute, then for more.
    assert late(50)["answered"] == {"of": 2, "in_time": 1}
    assert late(120)["answered"] == {"of": 3, "in_time": 1}
    assert late(2 * 3600)["answered"] == {"of": 0, "in_time": 0}


def test_missed_offers_are_counted_by_service(run: Runner, sales: Service) -> None:
    run(an_agent, "Ana")
    key = writes(run)
    run(miss_offer.miss, the_interaction(run, key).id, at(31))

    with run.reading() as session:
        assert needing.of_late(session, timedelta(seconds=60), at(60))["missed"] == {sales.key: 1}
