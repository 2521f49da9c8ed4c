"""Issue 6, sticky agent: a returning customer goes to who knows them, where that is wanted."""

from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import close_conversation, park_conversation, presence, set_queue_rules
from occ.routing import candidates
from occ.services.models import Service
from occ.services.queue_rules import QueueRules
from occ.users.models import Presence, User
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    at,
    conversation,
    stands,
    talks,
    writes,
)

HOUR = 3600


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana", most=2)


@pytest.fixture
def sales(run: Runner, ana: User) -> Service:
    """Ana had Customer 1 and closed them; then Ben came, who is less busy."""
    service = run(a_service)
    key = talks(run)
    run(close_conversation.close, ana.id, key, NOW)
    talks(run, 9)
    run(an_agent, "Ben", most=2)
    return service


def sticks(run: Runner, service: Service, hours: int = 24, parked: bool = True) -> None:
    rules = QueueRules(sticky_hours=hours, returns_parked=parked)
    run(set_queue_rules.save, None, service.key, rules, NOW)


def test_by_itself_nobody_is_kept_for_anybody(run: Runner, sales: Service) -> None:
    assert stands(run, writes(run, now=at(HOUR))) == (State.OFFERED, "Ben")


def test_who_comes_back_goes_to_who_had_them(run: Runner, sales: Service) -> None:
    sticks(run, sales)

    key = writes(run, now=at(HOUR))

    assert stands(run, key) == (State.OFFERED, "Ana")
    with run.reading() as session:
        told = candidates.told(session, conversation(run, key))[0]
    assert told["why"]["text"] == "Had this customer last, and is free."
    assert [(one["name"], one["why"]["text"]) for one in told["passed"]] == [
        ("Ben", "Was free, but the customer knows somebody else.")
    ]


def test_after_the_hours_they_are_anybodys(run: Runner, sales: Service) -> None:
    sticks(run, sales, 1)

    assert stands(run, writes(run, now=at(HOUR + 1))) == (State.OFFERED, "Ben")


@pytest.mark.parametrize("why", ["away", "full"])
def test_nobody_waits_for_who_is_not_free(run: Runner, sales: Service, ana: User, why: str) -> None:
    sticks(run, sales)
    if why == "away":
        run(presence.choose, ana.id, Presence.AWAY, None, at(10))
    else:
        # Of two at once one goes to each; the third fills Ana.
        for number in (2, 3, 4):
            writes(run, number, now=at(10))

    key = writes(run, now=at(HOUR))

    state, name = stands(run, key)
    assert name != "Ana"
    assert state is (State.OFFERED if why == "away" else State.WAITING)


def test_what_was_parked_comes_back_or_goes_to_whoever_is_next(
    run: Runner, sales: Service, ana: User
) -> None:
    key = writes(run, 9, now=at(1))
    run(park_conversation.park, ana.id, key, None, at(10))
    sticks(run, sales, 0, parked=False)

    writes(run, 9, now=at(20))

    assert stands(run, key) == (State.OFFERED, "Ben")
