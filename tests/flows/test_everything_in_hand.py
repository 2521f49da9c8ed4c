"""An agent with an offer, a chat, a wrap-up and parked ones is disabled; a contact is blocked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.run import Runner
from occ.flows import (
    block_contact,
    close_conversation,
    park_conversation,
    people,
    presence,
    wrap_up,
)
from occ.routing.models import Ending, Interaction, InteractionState
from occ.services.models import Service
from occ.users.models import Presence, Role, User
from tests.builders import a_service, an_agent, at, fresh, stands, talks, writes

LATER = 3600


@pytest.fixture
def ana(run: Runner) -> User:
    sales = run(a_service)
    with run.database.writing() as session:
        session.get_one(Service, sales.id).wrap_up_seconds = 120
    return run(an_agent, "Ana", most=9)


@pytest.fixture
def ada(run: Runner, ana: User) -> User:
    return run(an_agent, "Ada", role=Role.ADMINISTRATOR, online=False)


@pytest.fixture
def held(run: Runner, ana: User) -> dict[str, str]:
    """By how Ana has it, a conversation's key."""
    keys = {name: talks(run, n) for n, name in enumerate(("active", "wrapping", "parked", "timed"))}
    run(close_conversation.close, ana.id, keys["wrapping"], at(5))
    run(park_conversation.park, ana.id, keys["parked"], None, at(5))
    run(park_conversation.park, ana.id, keys["timed"], at(LATER), at(5))
    return {**keys, "offered": writes(run, 9, now=at(6))}


def test_who_is_disabled_keeps_no_offer_no_chat_and_no_parked_one_that_returns(
    run: Runner, ana: User, ada: User, held: dict[str, str]
) -> None:
    assert stands(run, held["offered"]) == (State.OFFERED, "Ana")

    run(people.set_disabled, ada.id, ana.key, True, at(10))

    for name in ("active", "offered"):
        assert stands(run, held[name]) == (State.WAITING, None)
    # Whose time comes, and who writes, wait for everybody.
    for name in ("parked", "timed"):
        assert stands(run, held[name])[0] is State.PARKED
    writes(run, 2, "Are you there?", at(20))
    assert stands(run, held["parked"]) == (State.WAITING, None)
    _sweeps(run, LATER)
    assert stands(run, held["timed"]) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 0
    assert _ended(run, ana) == {Ending.LEFT, Ending.PARKED, Ending.CLOSED}
    run(an_agent, "Ben", most=9)
    writes(run, 7, now=at(LATER))
    assert {stands(run, held[name])[1] for name in held if name != "wrapping"} == {"Ben"}


def _sweeps(run: Runner, seconds: float) -> None:
    """What the jobs do at that time."""
    now = at(seconds)
    with run.reading() as session:
        over, back = wrap_up.overdue(session, now), park_conversation.overdue(session, now)
    for each in over:
        run(wrap_up.end, each, now)
    for each in back:
        run(park_conversation.wake, each, now)


def _ended(run: Runner, user: User) -> set[Ending | None]:
    with run.reading() as session:
        mine = select(Interaction).where(Interaction.user_id == user.id)
        rows = session.scalars(mine).all()
    assert {each.state for each in rows} == {InteractionState.ENDED}
    return {each.ending for each in rows}


def test_who_is_blocked_has_nothing_open_however_it_was_held(
    run: Runner, ana: User, ada: User
) -> None:
    support = "+390687654321"
    run(a_service, "Support", support)
    active, parked = talks(run, 1), talks(run, 1, to=support)
    run(park_conversation.park, ana.id, parked, at(LATER), at(5))
    next_one = writes(run, 2)
    run(presence.choose, ana.id, Presence.AWAY, None, at(6))
    assert stands(run, next_one) == (State.WAITING, None)

    with run.reading() as session:
        contact = session.scalars(
            select(Contact.key)
            .join(Address, Address.contact_id == Contact.id)
            .join(Conversation, Conversation.address_id == Address.id)
            .where(Conversation.key == active)
        ).one()
    run(block_contact.block, ada.id, contact, "rubbish", at(10))

    assert {stands(run, key)[0] for key in (active, parked)} == {State.CLOSED}
    assert fresh(run, ana).seats_taken == 0
    writes(run, 1, "Hey", at(20))
    writes(run, 1, "Hey", at(21), to=support)
    _sweeps(run, LATER)
    with run.reading() as session:
        states = set(
            session.scalars(select(Conversation.state).where(Conversation.key != next_one))
        )
    assert states == {State.CLOSED}
    assert stands(run, next_one) == (State.WAITING, None)
