"""A parking is taken back: the conversation is with the agent who had it, whoever parked it."""

from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import hand_over, park_conversation
from occ.users.models import Role, User
from tests.builders import (
    a_service,
    accepts,
    an_agent,
    at,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana", most=1)


def parks(run: Runner, user: User, key: str) -> None:
    run(park_conversation.park, user.id, key, None, at(10))


def test_undone_it_is_with_whom_it_was_also_where_a_supervisor_parked_it(
    run: Runner, ana: User
) -> None:
    key, ben = talks(run), run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)
    parks(run, sofia, key)
    with pytest.raises(NotFound):
        run(park_conversation.undo, ben.id, key, at(12))

    run(park_conversation.undo, sofia.id, key, at(12))
    with pytest.raises(Conflict):
        run(park_conversation.undo, sofia.id, key, at(12))

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert [fresh(run, user).seats_taken for user in (ana, sofia)] == [1, 0]


def test_where_the_seat_is_gone_undoing_says_whose_and_it_stays_parked(
    run: Runner, ana: User
) -> None:
    key = talks(run, 1)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, online=False)
    parks(run, sofia, key)
    accepts(run, writes(run, 2, now=at(11)), at(11))

    with pytest.raises(Conflict, match="Ana has no free seat"):
        run(park_conversation.undo, sofia.id, key, at(12))

    assert (stands(run, key), fresh(run, ana).seats_taken) == ((State.PARKED, "Ana"), 1)


def test_who_oversees_may_hand_it_to_the_very_agent_who_parked_it(run: Runner, ana: User) -> None:
    key = talks(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, online=False)
    parks(run, ana, key)

    run(hand_over.ask_colleague, sofia.id, key, ana.key, at(12))

    assert stands(run, key) == (State.OFFERED, "Ana")
    why = the_interaction(run, key).why
    assert why is not None and why["values"] == {"name": "Sofia"}
