"""Writing first to a contact: what is known before, and an SMS from the console."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing import powers
from occ.billing.payer import Purpose
from occ.billing.power_models import PowerKind
from occ.contacts import blocks
from occ.contacts.models import Contact
from occ.core.errors import Conflict, Invalid, NotAllowed, NotFound
from occ.core.run import Runner
from occ.flows import first_words
from occ.flows.queue_message import Refused
from occ.journal.models import JournalEntry
from occ.messaging.models import Message
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings
from occ.users.models import Role, User
from tests.builders import NOW, an_agent
from tests.contacts.people import a_contact, agreed
from tests.jobs.by_smsapi import SETTINGS

PHONE, SHOWN = "+48500600700", "+48 500 600 700"


@pytest.fixture
def sofia(run: Runner) -> User:
    run(_by_smsapi)
    return run(an_agent, "Sofia", role=Role.SUPERVISOR)


@pytest.fixture
def marta(run: Runner) -> Contact:
    return run(a_contact, "Marta", PHONE, agreed())


def _by_smsapi(session: Session) -> None:
    store.save(session, SETTINGS, NOW)
    store.save(session, ContactSettings(countries="PL"), NOW)


def writes(run: Runner, user: User, contact: Contact, text: str = "It has arrived.") -> Message:
    asked = user.id, contact.key, SHOWN, "cli_1", text, NOW
    message: Message = run(first_words.by_sms, *asked)
    return message


def known(run: Runner, user: User, contact: Contact) -> dict[str, Any]:
    with run.reading() as session:
        return first_words.known(session, user, contact.key, NOW)


def queued(run: Runner) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count(Message.id))) or 0


def test_an_sms_leaves_once_as_a_message_that_answers_nobody(
    run: Runner, sofia: User, marta: Contact
) -> None:
    message = writes(run, sofia, marta)

    assert (message.purpose, message.recipient) == (Purpose.CAMPAIGN, PHONE)
    assert (message.author_id, message.parts) == (sofia.id, 1)
    assert writes(run, sofia, marta).id == message.id
    assert queued(run) == 1
    with run.reading() as session:
        [entry] = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "sms_written_first")
        )
    assert entry.actor_id == sofia.id


def test_before_one_writes_one_knows_what_was_agreed_to(
    run: Runner, sofia: User, marta: Contact
) -> None:
    told = known(run, sofia, marta)

    [number] = told["numbers"]
    assert (number["phone"], number["sms"], number["whatsapp"]) == (SHOWN, "yes", "never")
    assert told["why_not_sms"] is None
    run(store.save, SmsSettings(), NOW)
    assert "switched off" in known(run, sofia, marta)["why_not_sms"]["text"]


def test_an_agent_needs_the_power_to_write_first_by_sms(
    run: Runner, sofia: User, marta: Contact
) -> None:
    ana = run(an_agent, "Ana")
    assert "takes the power" in known(run, ana, marta)["why_not_sms"]["text"]
    with pytest.raises(NotAllowed):
        writes(run, ana, marta)
    assert queued(run) == 0

    run(powers.give, ana.id, PowerKind.WRITING_FIRST, None, NOW)

    assert known(run, ana, marta)["why_not_sms"] is None
    assert writes(run, ana, marta).author_id == ana.id


def test_the_gate_is_asked_as_for_any_other_message(
    run: Runner, sofia: User, marta: Contact
) -> None:
    silent = run(a_contact, "Jan", "+48500600701")
    abroad = run(a_contact, "Luigi", "+393331234567", agreed())

    for contact, phone in ((silent, "+48 500 600 701"), (abroad, "+39 333 123 4567")):
        with pytest.raises(Refused):
            run(first_words.by_sms, sofia.id, contact.key, phone, "x", "Hello", NOW)
    with pytest.raises(NotFound):
        run(first_words.by_sms, sofia.id, marta.key, "+48 500 600 701", "x", "Hello", NOW)
    with pytest.raises(Invalid):
        writes(run, sofia, marta, "ż" * 700)
    run(blocks.put, marta.id, sofia.id, "Insults", NOW)
    with pytest.raises(Conflict):
        writes(run, sofia, marta)
    assert queued(run) == 0
