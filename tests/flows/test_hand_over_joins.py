"""Handed to a service where the customer has a conversation open, it becomes one with that."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.conversations.models import RETURNED, State
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import hand_over
from occ.messaging.models import Message
from occ.services.models import Service
from occ.users.models import Role, User
from tests.builders import (
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)

SUPPORT, NOBODYS = "+390687654321", "+390600000000"


@pytest.fixture
def ana(run: Runner) -> User:
    """Alone in Sales."""
    ana = run(an_agent, "Ana")
    run(a_service, members=(ana,))
    return ana


@pytest.fixture
def ben(run: Runner) -> User:
    return run(an_agent, "Ben")


@pytest.fixture
def support(run: Runner, ben: User) -> Service:
    """Ben's alone."""
    return run(a_service, "Support", SUPPORT, (ben,))


def gives(run: Runner, user: User, key: str, service: Service) -> None:
    run(hand_over.to_service, user.id, key, service.key, at(60))


def words(run: Runner, key: str) -> list[str]:
    with run.reading() as session:
        of_it = Message.conversation_id == conversation(run, key).id
        return list(session.scalars(select(Message.body).where(of_it).order_by(Message.id)))


def test_its_words_go_to_the_colleague_who_has_the_other_and_its_seat_is_free(
    run: Runner, ana: User, ben: User, support: Service, told: list[Event]
) -> None:
    there = writes(run, body="My printer is broken", now=at(1), to=SUPPORT)
    accepts(run, there)
    given = writes(run, body="And who pays for it?", now=at(2))
    accepts(run, given)
    share = the_interaction(run, there).id
    told.clear()

    gives(run, ana, given, support)

    assert words(run, there) == ["My printer is broken", "And who pays for it?"]
    assert words(run, given) == []
    assert (stands(run, there), stands(run, given)) == ((State.ACTIVE, "Ben"), (State.CLOSED, None))
    assert the_interaction(run, there).id == share
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [0, 1]
    heard = {event.name: set(event.streams) for event in told}
    assert f"user:{ben.id}" in heard["thread_changed"]
    changed = [event.streams for event in told if event.name == "conversation_changed"]
    assert {f"user:{ana.id}", f"user:{ben.id}"} <= {name for names in changed for name in names}


def test_the_row_knows_of_the_newest_words_and_of_the_longest_wait(
    run: Runner, ana: User, support: Service
) -> None:
    given = talks(run, now=at(1))
    writes(run, body="Hello?", now=at(30))
    there = writes(run, body="Support?", now=at(2), to=SUPPORT)

    gives(run, ana, given, support)

    row = conversation(run, there)
    assert (row.last_body, row.last_at, row.last_inbound_at) == ("Hello?", at(30), at(30))
    assert (row.unanswered_since, row.waiting_since) == (at(1), at(1))
    # WhatsApp's 24 hours are of the number that was written to.
    assert row.our_address == "whatsapp:+390612345678"


def test_where_the_other_waits_it_comes_to_the_head_of_the_queue(
    run: Runner, ana: User, ben: User, support: Service
) -> None:
    with run.database.writing() as session:
        session.get_one(User, ben.id).max_interactions = 1
    accepts(run, writes(run, 7, to=SUPPORT))
    there = writes(run, now=at(2), to=SUPPORT)
    given = talks(run)

    gives(run, ana, given, support)

    assert stands(run, there) == (State.WAITING, None)
    assert conversation(run, there).queue_rank == RETURNED


def test_what_came_to_nobodys_number_joins_what_is_open(
    run: Runner, ana: User, ben: User, support: Service
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    there = talks(run, to=SUPPORT)
    given = writes(run, body="Wrong number?", now=at(5), to=NOBODYS)

    gives(run, sofia, given, support)

    assert words(run, there) == ["Hello", "Wrong number?"]
    assert (stands(run, there), stands(run, given)) == ((State.ACTIVE, "Ben"), (State.CLOSED, None))
