"""To whom a service says nothing by itself: after STOP, to machines, the blocked and the gone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.contacts.models import Contact
from occ.core.run import Runner
from occ.flows import block_contact, close_conversation, erase_contact
from occ.flows.agent_reply import reply
from occ.services.models import Service
from occ.users.models import Role
from tests.builders import a_service, accepts, an_agent, at, talks, writes
from tests.flows.automatic import MINUTE, rounds, said, says, shuts


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


def test_neither_place_nor_goodbye_follows_a_stop(run: Runner, sales: Service) -> None:
    says(run, sales, position="Place {position}.", closing="Goodbye.", rating="1 to 5?")
    writes(run, 1, "STOP")
    rounds(run, 40)
    ana = run(an_agent, "Ana", most=2)
    key = writes(run, 2, now=at(50))
    accepts(run, key)
    run(reply, ana.id, key, "c1", "Here you are", at(55))
    writes(run, 2, "stop", at(60))

    # STOP ends campaigns, not support.
    assert run(reply, ana.id, key, "c2", "One thing more", at(65))
    run(close_conversation.close, ana.id, key, at(70))
    rounds(run, 70 + MINUTE)

    assert said(run) == []


def test_a_machine_that_answers_a_goodbye_hears_no_other(run: Runner, sales: Service) -> None:
    says(run, sales, closing="Goodbye.")
    ana = run(an_agent, "Ana")
    run(close_conversation.close, ana.id, talks(run), at(10))
    rounds(run, 80)

    key = writes(run, body="Thank you, we answer within two days.", now=at(81))
    accepts(run, key)
    run(close_conversation.close, ana.id, key, at(90))
    rounds(run, 90 + MINUTE)
    assert said(run) == [("closing", "Goodbye.")]

    person = writes(run, body="Hello, it is me", now=at(200))
    accepts(run, person)
    run(close_conversation.close, ana.id, person, at(210))
    rounds(run, 210 + MINUTE)
    assert len(said(run)) == 2


@pytest.mark.parametrize("when", ["before they write", "after closing"])
def test_whoever_is_blocked_is_told_nothing(run: Runner, sales: Service, when: str) -> None:
    ana = run(an_agent, "Ana", role=Role.SUPERVISOR)
    key = talks(run)
    says(run, sales, greeting="Welcome", out_of_hours="Closed", closing="Goodbye", help="Help")
    run(close_conversation.close, ana.id, key, at(10))
    with run.reading() as session:
        contact = session.scalars(select(Contact.key)).one()

    run(block_contact.block, ana.id, contact, "rubbish", at(20))
    if when == "before they write":
        shuts(run, sales)
        writes(run, now=at(30))
        writes(run, body="HELP", now=at(40))
    rounds(run, 5 * MINUTE)

    assert said(run) == []


def test_whoever_was_erased_or_is_blocked_no_more_is_told_nothing(
    run: Runner, sales: Service
) -> None:
    says(run, sales, closing="Goodbye")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)
    for number in (1, 2):
        talks(run, number)
    with run.reading() as session:
        erased, blocked = session.scalars(select(Contact.key).order_by(Contact.id)).all()

    run(erase_contact.begin, sofia.id, erased, "+48500100001", at(20))
    run(block_contact.block, sofia.id, blocked, "rubbish", at(20))
    run(block_contact.lift, sofia.id, blocked, at(30))
    rounds(run, 5 * MINUTE)

    assert said(run) == []
