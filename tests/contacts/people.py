"""Contacts with numbers and consents, in a line."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occ.contacts import consents, editing
from occ.contacts.consents import Said
from occ.contacts.editing import ContactForm, ContractorForm
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import How
from occ.core.address import Channel
from tests.builders import NOW

WORDS = "I want offers by SMS."


def a_contractor(session: Session, name: str = "Firma", code: str = "") -> Contractor:
    return editing.keep_contractor(session, None, ContractorForm(name, code), NOW)


def a_contact(
    session: Session,
    name: str = "Marta Kowalska",
    phone: str | None = None,
    *said: Said,
    contractor: Contractor | None = None,
    tags: tuple[str, ...] = (),
    language: str = "",
) -> Contact:
    form = ContactForm(name, contractor.key if contractor else "", language, tags)
    made = editing.keep_contact(session, None, form, NOW)
    if phone:
        number = editing.add_number(session, made, phone, None, NOW)
        consents.record(session, {number.id: list(said)}, NOW)
    return made


def agreed(channel: Channel = Channel.SMS) -> Said:
    return Said(channel, True, NOW, How.FORM, WORDS)


def took_back(channel: Channel = Channel.SMS) -> Said:
    return Said(channel, False, NOW, How.SPOKEN)
