"""How far an agent has read, and what did not arrive: the same on every screen of theirs."""

from __future__ import annotations

from typing import Any

import pytest

from occ.core.errors import NotFound
from occ.core.events import Event
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import hand_over, read_conversation, record_attempt
from occ.flows.record_attempt import Refused
from occ.messaging.ports import Scope
from occ.routing import queries
from occ.users.models import Role, User
from tests.builders import a_service, an_agent, at, conversation, talks, writes
from tests.flows.sending.post import answers, claims

REFUSED = Refused("63003", say("The phone is off."), Scope.MESSAGE)


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana")


def row(run: Runner, key: str) -> dict[str, Any]:
    with run.reading() as session:
        return queries.summary(session, conversation(run, key).id)


def reads(run: Runner, user: User, key: str, number: int | None = None) -> None:
    run(read_conversation.read, user.id, key, number or 2**40)


def test_what_a_customer_writes_is_unread_until_the_agent_has_read_it(
    run: Runner, ana: User
) -> None:
    key = talks(run)
    assert row(run, key)["unread"] == 1
    reads(run, ana, key)
    assert row(run, key)["unread"] == 0

    writes(run, body="Hello?", now=at(5))
    answers(run, ana, key)
    writes(run, body="Anybody?", now=at(6))

    assert row(run, key)["unread"] == 2


def test_the_mark_only_moves_up_and_is_told_to_the_agents_screens_alone(
    run: Runner, ana: User, told: list[Event]
) -> None:
    key = talks(run)
    writes(run, body="Hello?", now=at(5))
    reads(run, ana, key)
    until = row(run, key)["read_until"]
    [event] = told[-1:]
    assert (event.name, event.streams) == ("conversation_changed", (f"user:{ana.id}",))

    told.clear()
    for number in (until, until - 1, 0):
        reads(run, ana, key, number)

    assert row(run, key)["read_until"] == until
    assert told == []


def test_who_has_it_next_has_read_nothing(run: Runner, ana: User) -> None:
    key = talks(run)
    reads(run, ana, key)
    ben = run(an_agent, "Ben")
    with pytest.raises(NotFound):
        reads(run, ben, key)

    run(hand_over.to_colleague, ana.id, key, ben.key, at(9))

    assert row(run, key)["unread"] == 1


def test_who_only_looks_on_marks_nothing(run: Runner, ana: User, told: list[Event]) -> None:
    key = talks(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)
    told.clear()

    reads(run, sofia, key)

    assert (row(run, key)["unread"], told) == (1, [])


def test_a_text_that_did_not_arrive_marks_its_row(run: Runner, ana: User) -> None:
    key = talks(run)
    message = answers(run, ana, key)
    assert row(run, key)["failed"] == {}
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, REFUSED, at(1))

    assert row(run, key)["failed"] == {message: "failed"}


def test_an_agent_marks_what_was_said_last_as_unread_and_reads_it_again(
    run: Runner, ana: User, told: list[Event]
) -> None:
    key = talks(run)
    writes(run, body="Hello?", now=at(5))
    reads(run, ana, key)
    told.clear()

    run(read_conversation.unread, ana.id, key)

    assert row(run, key)["unread"] == 1
    assert [event.name for event in told] == ["conversation_changed"]
    run(read_conversation.unread, ana.id, key)
    assert row(run, key)["unread"] == 1
    reads(run, ana, key)
    assert row(run, key)["unread"] == 0


def test_nobody_marks_a_colleagues_conversation_as_unread(run: Runner, ana: User) -> None:
    key = talks(run)
    reads(run, ana, key)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        run(read_conversation.unread, ben.id, key)

    assert row(run, key)["unread"] == 0
