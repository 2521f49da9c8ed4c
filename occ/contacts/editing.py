"""Enter and change contractors and contacts, and give a contact a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers, tags, words
from occ.contacts.models import Address, Contact, ContactWord, Contractor, ContractorWord
from occ.contacts.number_models import PhoneNumber
from occ.core import ids
from occ.core.address import read_phone
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.words import Words, say

LONGEST_NAME = 120
LONGEST_CODE = 40
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class ContractorForm:
    name: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class ContactForm:
    name: str
    contractor: str = ""
    """The contractor's key; empty for none."""
    language: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""


def contractor(session: Session, key: str) -> Contractor:
    """Raises NotFound."""
    found = session.scalars(select(Contractor).where(Contractor.key == key)).one_or_none()
    if found is None:
        raise NotFound(say("There is no such contractor."))
    return found


def contact(session: Session, key: str) -> Contact:
    """Raises NotFound, also for one who was erased."""
    query = select(Contact).where(Contact.key == key, Contact.erased_at.is_(None))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(say("There is no such contact."))
    return found


def keep_contractor(
    session: Session, present: Contractor | None, form: ContractorForm, now: datetime
) -> Contractor:
    """Add one, or change the present one. Raises Invalid, also for a code that another has."""
    about = {"name": _about_name(form.name), "note": _about_note(form.note)}
    code = form.code or None
    if len(form.code) > LONGEST_CODE:
        about["code"] = say("Enter at most %(most)s characters.", most=LONGEST_CODE)
    elif code is not None:
        query = select(Contractor).where(Contractor.code == code)
        other = session.scalars(query).one_or_none()
        if other is not None and other is not present:
            about["code"] = say("%(name)s has this code already.", name=other.name)
    _demand(about)
    found = present or Contractor(key=ids.new("ctr"), name=form.name, created_at=now)
    found.name, found.code, found.note = form.name, code, form.note
    session.add(found)
    session.flush()
    words.keep(session, ContractorWord, {found.id: f"{form.name} {form.code}"})
    return found


def keep_contact(
    session: Session, present: Contact | None, form: ContactForm, now: datetime
) -> Contact:
    """Add one, or change the present one. Raises Invalid, NotFound."""
    _demand({"name": _about_name(form.name), "note": _about_note(form.note)})
    of = contractor(session, form.contractor).id if form.contractor else None
    found = present or Contact(key=ids.new("ctc"), name=form.name, created_at=now)
    found.name, found.contractor_id = form.name, of
    found.language, found.note = form.language or None, form.note
    session.add(found)
    session.flush()
    words.keep(session, ContactWord, {found.id: form.name})
    tags.put(session, found.id, form.tags)
    return found


def add_number(
    session: Session, owner: Contact, typed: str, home: str | None, now: datetime
) -> PhoneNumber:
    """Raises Invalid for what is no number, Conflict for one that is another contact's."""
    phone = read_phone(typed, home)
    if phone is None:
        raise Invalid({"phone": say("Enter a telephone number, such as +48 500 100 200.")})
    owned_by = phone_numbers.owner(session, phone, owner.id, now)
    if owned_by != owner.id:
        name = session.get_one(Contact, owned_by).name
        raise Conflict(say("This number belongs to %(name)s.", name=name), "number_taken")
    return session.scalars(select(PhoneNumber).where(PhoneNumber.phone == phone)).one()


def remove_number(session: Session, owner: Contact, key: str) -> None:
    """What was said of the number stays; it is only nobody's. Raises NotFound, Conflict."""
    number = phone_numbers.by_key(session, key)
    if number.contact_id != owner.id:
        raise NotFound(say("There is no such number."))
    writes = select(Address.id).where(Address.contact_id == owner.id, Address.phone == number.phone)
    if session.scalar(writes.limit(1)) is not None:
        raise Conflict(say("They have written to us from this number: it stays theirs."))
    session.execute(update(PhoneNumber).where(PhoneNumber.id == number.id).values(contact_id=None))


def _about_name(name: str) -> Words | None:
    if 1 <= len(name) <= LONGEST_NAME:
        return None
    return say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)


def _about_note(note: str) -> Words | None:
    if len(note) <= LONGEST_NOTE:
        return None
    return say("Enter at most %(most)s characters.", most=LONGEST_NOTE)


def _demand(about: dict[str, Words | None]) -> None:
    wrong = {name: sentence for name, sentence in about.items() if sentence}
    if wrong:
        raise Invalid(wrong)
