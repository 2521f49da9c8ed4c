"""Issue 6, blocked contacts: what they write is stored, and never routed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import blocks
from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.errors import Conflict, Invalid
from occ.core.run import Runner
from occ.flows import block_contact, contact_panel, reopen_conversation
from occ.journal import entries as journal
from occ.messaging.models import Message
from occ.routing import board, needing, queue_lengths, reports
from occ.users.models import Role, User
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    an_inbound,
    at,
    conversation,
    customer,
    fresh,
    receive,
    stands,
    talks,
    writes,
)

DAY = 24 * 60 * 60
pytestmark = pytest.mark.usefixtures("sales")


@pytest.fixture
def sales(run: Runner) -> None:
    run(a_service)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def contact_of(run: Runner, key: str) -> str:
    with run.reading() as session:
        return session.scalars(
            select(Contact.key)
            .join(Address, Address.contact_id == Contact.id)
            .join(Conversation, Conversation.address_id == Address.id)
            .where(Conversation.key == key)
        ).one()


def blocked(run: Runner, sofia: User, key: str, seconds: float = 60) -> str:
    contact = contact_of(run, key)
    run(block_contact.block, sofia.id, contact, "  writes   rubbish ", at(seconds))
    return contact


def test_what_somebody_has_open_is_closed_and_the_seat_goes_to_the_next(
    run: Runner, sofia: User
) -> None:
    ana = run(an_agent, "Ana", most=1)
    key, other = talks(run), writes(run, 2)

    blocked(run, sofia, key)

    assert stands(run, key) == (State.CLOSED, None)
    assert stands(run, other) == (State.OFFERED, "Ana")
    assert fresh(run, ana).seats_taken == 1


def test_what_they_write_is_stored_and_offered_to_nobody(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana")
    first = talks(run)
    blocked(run, sofia, first)

    keys = {writes(run, body=f"Again {number}", now=at(100 + number)) for number in range(3)}

    assert keys == {first}
    assert stands(run, first) == (State.CLOSED, None)
    assert fresh(run, ana).seats_taken == 0
    with run.reading() as session:
        assert len(session.scalars(select(Message.id)).all()) == 4
        assert [each.waiting for each in queue_lengths.queues(session)] == [0, 0]
        assert (board.board(session, at(200))["open"], conversation(run, first).last_body) == (
            0,
            "Again 2",
        )


def test_what_they_write_is_kept_by_the_day_and_never_where_all_was_emptied(
    run: Runner, sofia: User
) -> None:
    first = writes(run)
    blocked(run, sofia, first)
    run(_is_emptied, first)

    second = writes(run, now=at(100))
    assert second != first
    assert writes(run, now=at(100 + DAY - 1)) == second
    third = writes(run, now=at(100 + DAY))
    assert third not in (first, second)
    assert conversation(run, third).closed_at == at(100 + DAY)


def _is_emptied(session: Session, key: str) -> None:
    session.execute(update(Conversation).where(Conversation.key == key).values(emptied_at=at(80)))


def test_to_another_service_too_they_open_nothing(run: Runner, sofia: User) -> None:
    run(a_service, "Support", "+390687654321")
    blocked(run, sofia, writes(run))

    there = writes(run, to="+390687654321", now=at(100))

    found = conversation(run, there)
    assert (found.state, found.blocked_at) == (State.CLOSED, at(100))


def test_reports_do_not_call_them_abandoned(run: Runner, sofia: User) -> None:
    blocked(run, sofia, writes(run))
    writes(run, 2, now=at(30))

    with run.reading() as session:
        asked = reports.period(NOW.date(), NOW.date(), NOW.date(), "UTC")
        whole = reports.read(session, asked, None, at(200)).whole
    assert (whole.volume, whole.abandoned) == (1, 0)


def test_once_unblocked_what_they_write_waits_again(run: Runner, sofia: User) -> None:
    run(an_agent, "Ana")
    first = talks(run)
    contact = blocked(run, sofia, first)
    run(block_contact.lift, sofia.id, contact, at(120))

    key = writes(run, now=at(180))

    assert key != first
    assert stands(run, key) == (State.OFFERED, "Ana")


def test_an_agent_asks_and_a_supervisor_decides(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana")
    key = talks(run)
    contact = contact_of(run, key)
    run(block_contact.ask, ana.id, contact, "writes rubbish", at(10))

    with pytest.raises(Conflict):
        run(block_contact.ask, ana.id, contact, "still does", at(11))
    assert stands(run, key) == (State.ACTIVE, "Ana")
    with run.reading() as session:
        assert [each["key"] for each in needing.needing(session, at(20))["blocks"]] == [contact]
        assert contact_panel.of(session, ana, key)["block"] == "asked"

    run(block_contact.block, sofia.id, contact, "", at(30))

    with run.reading() as session:
        [listed] = blocks.listed(session)
        assert (listed.block.reason, listed.block.asked_by_id) == ("writes rubbish", ana.id)
        assert contact_panel.of(session, sofia, key)["block"] == "blocked"
        actions = [each.action for each in journal.of(session, journal.Subject("contact", contact))]
    assert sorted(actions) == ["block_asked", "contact_blocked"]


def test_what_was_asked_can_be_refused(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana")
    key = talks(run)
    contact = contact_of(run, key)
    run(block_contact.ask, ana.id, contact, "writes rubbish", at(10))

    run(block_contact.lift, sofia.id, contact, at(20))

    assert stands(run, key) == (State.ACTIVE, "Ana")
    with run.reading() as session:
        assert blocks.listed(session) == []


def test_nobody_is_blocked_without_a_reason(run: Runner, sofia: User) -> None:
    contact = contact_of(run, writes(run))

    for flow in (block_contact.ask, block_contact.block):
        with pytest.raises(Invalid):
            run(flow, sofia.id, contact, "  ", at(10))


def test_its_closing_cannot_be_undone(run: Runner, sofia: User) -> None:
    run(an_agent, "Ana")
    key = talks(run)
    blocked(run, sofia, key)

    with pytest.raises(Conflict):
        run(reopen_conversation.reopen, sofia.id, key, at(70))


def test_a_number_that_shows_itself_does_not_unblock(run: Runner, sofia: User) -> None:
    run(an_agent, "Ana")
    hidden = an_inbound(sender="whatsapp:PL.customer1", name="Marta")
    run(receive, hidden)
    with run.reading() as session:
        key = session.scalars(select(Conversation.key)).one()
    blocked(run, sofia, key)
    shown = an_inbound(sender=customer(1), name="Marta")
    shown = replace(shown, sender=replace(shown.sender, bsuid="PL.customer1"))

    run(receive, shown, at(100))

    with run.reading() as session:
        states = session.scalars(select(Conversation.state)).all()
    assert set(states) == {State.CLOSED}


def test_who_writes_in_the_instant_of_the_block_waits_for_nobody(run: Runner, sofia: User) -> None:
    contacts = [contact_of(run, writes(run, number)) for number in range(1, 5)]

    def one(number: int) -> None:
        if number % 2:
            contact = contacts[number // 2]
            run(block_contact.block, sofia.id, contact, "rubbish", at(10))
        else:
            writes(run, number // 2 + 1, to="+390687654321", now=at(10))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))

    with run.reading() as session:
        states = session.scalars(select(Conversation.state)).all()
    assert set(states) == {State.CLOSED}
