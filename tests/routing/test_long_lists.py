"""Lists longer than what a console is given: what matters most is in it, the rest follows."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.flows import agent_reply, park_conversation
from occ.routing import queries
from occ.services.models import Service
from occ.users.models import Presence, Role, User
from tests.builders import a_service, accepts, an_agent, at, talks, writes


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


@pytest.fixture
def sofia(run: Runner, sales: Service) -> User:
    """Oversees, and answers where she takes something."""
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, presence=Presence.AWAY)


@pytest.fixture(autouse=True)
def two_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    monkeypatch.setattr(queries, "MOST_RENEWED", 1)


def given(run: Runner, user: User) -> list[str]:
    with run.reading() as session:
        return [row["key"] for row in queries.at_hand(session, session.get_one(User, user.id))]


def renewed(run: Runner, user: User) -> list[str]:
    with run.reading() as session:
        return [row["key"] for row in queries.more(session, session.get_one(User, user.id))]


def test_who_oversees_is_given_the_longest_unanswered_of_however_many(
    run: Runner, sofia: User
) -> None:
    ana = run(an_agent, "Ana", most=9)
    answered = talks(run, 1)
    run(agent_reply.reply, ana.id, answered, "1", "Hello", at(1))
    forgotten, after, *_ = (talks(run, number, at(number)) for number in (2, 3, 4))

    assert given(run, sofia) == [forgotten, after]
    assert renewed(run, sofia) == [forgotten]


def test_their_own_come_before_everybodys(run: Runner, sales: Service) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, most=1)
    own = talks(run, 9, at(9))
    run(an_agent, "Ana", most=9)
    first, *_ = (talks(run, number, at(number)) for number in (10, 11))

    assert given(run, sofia) == [own, first]


def test_of_what_is_parked_that_comes_first_which_comes_back_first(
    run: Runner, sales: Service
) -> None:
    ana = run(an_agent, "Ana", most=9)
    later, never, soon = (talks(run, number) for number in (1, 2, 3))
    for key, until in ((later, at(7200)), (never, None), (soon, at(3600))):
        run(park_conversation.park, ana.id, key, until, at(1))

    assert given(run, ana) == [soon, later]


def test_of_those_who_wait_the_next_are_given_once_the_first_are_gone(
    run: Runner, sales: Service, sofia: User
) -> None:
    first, second, third = (writes(run, number, now=at(number)) for number in (1, 2, 3))
    assert given(run, sofia) == [first, second]

    ana = run(an_agent, "Ana", most=1)
    run.drain(sales.id)
    accepts(run, first)

    assert renewed(run, sofia)[:2] == [second, third]
    assert renewed(run, ana) == [second, third]
