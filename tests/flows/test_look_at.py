"""Who else has the same conversation on the screen, and what they do there."""

from __future__ import annotations

from typing import Any

import pytest

from occ.core.errors import NotFound
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import look_at, presence
from occ.routing import lookers
from occ.routing.lookers import Doing
from occ.users.models import Role, User
from tests.builders import NOW, a_service, an_agent, at, conversation, talks


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False, online=False)


def connects(run: Runner, user: User, connection: str) -> str:
    run(presence.come_online, user.id, connection, NOW)
    return connection


def looks(run: Runner, user: User, connection: str, key: str, doing: Doing) -> list[Any]:
    return list(run(look_at.look, user.id, connection, key, doing, at(1)))


def seen(run: Runner, key: str, seconds: float = 1) -> list[tuple[str, str]]:
    with run.reading() as session:
        found = lookers.of(session, conversation(run, key).id, at(seconds))
        return [(one["name"], one["doing"]) for one in found]


def test_colleagues_are_told_who_reads_and_who_writes(
    run: Runner, ana: User, sofia: User, told: list[Event]
) -> None:
    key = talks(run)
    looks(run, ana, connects(run, ana, "ana"), key, Doing.READING)
    connects(run, sofia, "sofia")
    told.clear()

    answer = looks(run, sofia, "sofia", key, Doing.NOTING)

    assert [(one["name"], one["doing"]) for one in answer] == [
        ("Ana", "reading"),
        ("Sofia", "noting"),
    ]
    assert {event.name for event in told} == {"lookers_changed"}
    assert f"user:{ana.id}" in told[0].streams


def test_several_screens_are_one_person_with_the_most_they_do(run: Runner, ana: User) -> None:
    key = talks(run)
    looks(run, ana, connects(run, ana, "phone"), key, Doing.WRITING)
    looks(run, ana, connects(run, ana, "desk"), key, Doing.READING)

    assert seen(run, key) == [("Ana", "writing")]


def test_a_screen_shows_one_conversation_at_a_time(run: Runner, ana: User) -> None:
    first, second = talks(run, 1), talks(run, 2)
    connects(run, ana, "ana")
    looks(run, ana, "ana", first, Doing.READING)
    looks(run, ana, "ana", second, Doing.READING)
    assert (seen(run, first), seen(run, second)) == ([], [("Ana", "reading")])

    run(lookers.look_away, "ana")

    assert seen(run, second) == []


@pytest.mark.parametrize("how", ["disconnected", "lapsed"])
def test_who_is_gone_looks_at_nothing(run: Runner, ana: User, told: list[Event], how: str) -> None:
    key = talks(run)
    looks(run, ana, connects(run, ana, "ana"), key, Doing.READING)
    told.clear()

    if how == "disconnected":
        run(presence.lose_connection, "ana", at(5))
    else:
        assert seen(run, key, 60) == []
        run(presence.lapse, at(60))

    assert seen(run, key) == []
    assert "lookers_changed" in [event.name for event in told]


def test_who_may_not_see_a_conversation_does_not_look_at_it(run: Runner, ana: User) -> None:
    key = talks(run)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        looks(run, ben, connects(run, ben, "ben"), key, Doing.READING)
