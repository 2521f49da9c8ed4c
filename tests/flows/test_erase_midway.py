"""Texts are emptied while one of them is being sent, and not while their conversation is open."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts.models import Contact
from occ.conversations.models import Conversation, State
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import (
    agent_reply,
    claim_messages,
    empty_erased,
    erase_contact,
    record_attempt,
    retain,
)
from occ.flows.record_attempt import Accepted, Outcome, Refused
from occ.messaging.models import HandOver, Message
from occ.messaging.ports import Scope
from occ.services.models import Service
from occ.users.models import Role, User
from tests.builders import a_service, an_agent, at, talks


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana", role=Role.ADMINISTRATOR)


def contact(run: Runner) -> str:
    with run.reading() as session:
        return session.scalars(select(Contact.key)).one()


def _goes_on(session: Session, erasure_id: int, seconds: float) -> bool:
    return empty_erased.go_on(session, erasure_id, at(seconds))


def messages(run: Runner) -> list[Message]:
    with run.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize(
    ("outcome", "became"),
    [
        (Accepted("SM1"), HandOver.ACCEPTED),
        (Refused("21610", say("No."), Scope.MESSAGE), HandOver.REFUSED),
    ],
    ids=["accepted", "refused"],
)
def test_who_is_erased_while_an_answer_is_being_sent_is_emptied_once_its_fate_is_known(
    run: Runner, ana: User, outcome: Outcome, became: HandOver
) -> None:
    key = talks(run)
    for number in (1, 2):
        run(agent_reply.reply, ana.id, key, f"c{number}", f"secret {number}", at(number))
    [calling] = run(claim_messages.claim, at(5))

    erasure = run(erase_contact.begin, ana.id, contact(run), "+48500100001", at(6))
    while run(_goes_on, erasure.id, 7):
        pass

    # Its words and number are still needed to find out whether it went; the next never leaves.
    assert [each.body for each in messages(run)] == ["", "secret 1", ""]
    assert run(claim_messages.claim, at(8)) == []
    run(record_attempt.record, calling.attempt_key, outcome, at(9))
    while run(_goes_on, erasure.id, 20):
        pass

    _, first, second = messages(run)
    assert [(each.body, each.recipient, each.sender) for each in (first, second)] == [
        ("", "", "")
    ] * 2
    assert (first.hand_over, second.hand_over) == (became, HandOver.REFUSED)
    with run.reading() as session:
        assert session.scalars(select(Conversation.emptied_at)).one() is not None


def test_what_is_open_is_kept_however_old_it_is(run: Runner, ana: User) -> None:
    active = talks(run, 1)
    with run.database.writing() as session:
        service = session.scalars(select(Service).where(Service.name == "Sales")).one()
        service.retain_months = 1
    years = 5 * 366 * 24 * 3600

    with run.reading() as session:
        assert retain.due(session, at(years)) is None
        stands = session.scalars(select(Conversation).where(Conversation.key == active)).one()
    assert stands.state is State.ACTIVE
