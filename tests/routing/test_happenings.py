"""The lines between the messages: what happened to a conversation stays told, whoever has it."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.flows import (
    answer_offer,
    close_conversation,
    hand_over,
    miss_offer,
    presence,
    reopen_conversation,
)
from occ.routing import happenings
from occ.services.models import Service
from occ.users.models import Presence, User
from tests.builders import (
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    talks,
    the_interaction,
    writes,
)

SUPPORT = "+390687654321"
Told = tuple[str, str | None, str | None]


@pytest.fixture
def ana(run: Runner) -> User:
    ana = run(an_agent, "Ana")
    run(a_service, members=(ana,))
    return ana


@pytest.fixture
def ben(run: Runner) -> User:
    return run(an_agent, "Ben")


@pytest.fixture
def support(run: Runner, ben: User) -> Service:
    return run(a_service, "Support", SUPPORT, (ben,))


def told(run: Runner, key: str) -> list[Told]:
    with run.reading() as session:
        found = happenings.of(session, conversation(run, key))
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    assert len({one["key"] for one in found}) == len(found)
    return [(one["event"], one["by"], one["to"]) for one in found]


def test_after_a_hand_over_to_a_colleague_who_accepted_it_stays(
    run: Runner, ana: User, ben: User
) -> None:
    key = talks(run, now=at(1))

    run(hand_over.to_colleague, ana.id, key, ben.key, at(60))

    assert told(run, key) == [("accepted", "Ana", None), ("handed_over", "Ana", "Ben")]


def test_after_one_to_a_service_who_accepts_it_there_is_told_too(
    run: Runner, ana: User, support: Service
) -> None:
    key = talks(run, now=at(1))

    run(hand_over.to_service, ana.id, key, support.key, at(5))
    accepts(run, key, at(7))

    assert told(run, key) == [
        ("accepted", "Ana", None),
        ("handed_over", "Ana", "Support"),
        ("accepted", "Ben", None),
    ]


def test_what_a_colleague_declined_or_missed_says_why_it_is_with_somebody_else(
    run: Runner, ana: User, ben: User
) -> None:
    declined, missed = talks(run, 1, now=at(1)), talks(run, 2, now=at(2))
    for key in (declined, missed):
        run(hand_over.ask_colleague, ana.id, key, ben.key, at(60))

    run(answer_offer.decline, ben.id, the_interaction(run, declined).key, at(65))
    run(miss_offer.miss, the_interaction(run, missed).id, at(600))

    came_to_ben = [("accepted", "Ana", None), ("handed_over", "Ana", "Ben")]
    assert told(run, declined) == [*came_to_ben, ("declined", "Ben", None)]
    assert told(run, missed) == [*came_to_ben, ("missed", "Ben", None)]


def test_what_came_back_says_whose_it_was_and_an_offer_that_did_says_nothing(
    run: Runner, ana: User
) -> None:
    key = talks(run, now=at(1))
    offered = writes(run, 2, now=at(2))

    run(presence.choose, ana.id, Presence.OFFLINE, False, at(60))

    assert told(run, key) == [("accepted", "Ana", None), ("left", "Ana", None)]
    assert told(run, offered) == []


def test_after_a_lost_connection_the_first_acceptance_stays(run: Runner, ana: User) -> None:
    key = talks(run, now=at(1))
    day = 24 * 60 * 60

    run(presence.lapse, at(2 * day))
    run(presence.return_work, ana.id, at(3 * day))

    assert told(run, key) == [("accepted", "Ana", None), ("lost", "Ana", None)]


def test_closed_by_whom_and_opened_again_by_whom(run: Runner, ana: User) -> None:
    key = talks(run, now=at(1))

    run(close_conversation.close, ana.id, key, at(60))
    run(reopen_conversation.reopen, ana.id, key, at(65))

    assert told(run, key) == [
        ("accepted", "Ana", None),
        ("closed", "Ana", None),
        ("reopened", "Ana", None),
    ]


def test_what_was_joined_brings_what_had_happened_to_it(
    run: Runner, ana: User, support: Service
) -> None:
    there = talks(run, now=at(1), to=SUPPORT)
    given = talks(run, now=at(2))

    run(hand_over.to_service, ana.id, given, support.key, at(60))

    assert told(run, there) == [
        ("accepted", "Ben", None),
        ("accepted", "Ana", None),
        ("joined", None, None),
        ("handed_over", "Ana", "Support"),
    ]
    assert told(run, given) == [
        ("accepted", "Ana", None),
        ("joined", None, None),
        ("handed_over", "Ana", "Support"),
    ]
