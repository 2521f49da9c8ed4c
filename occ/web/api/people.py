"""Add and change contacts, one or many in a call (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import models, phone_numbers, tags
from occ.contacts.editing import LONGEST_CODE, LONGEST_NAME, LONGEST_NOTE
from occ.contacts.imports.reading import Line
from occ.core.address import country_of
from occ.core.words import say
from occ.flows import keep_many
from occ.users.scopes import Scope
from occ.web.api import contacts
from occ.web.api.asked import Asked
from occ.web.api.contacts import Contact
from occ.web.api.kinds import Text
from occ.web.api.operations import write

bp = Blueprint("api_people", __name__)


@dataclass(frozen=True)
class Person:
    """Known by the number: what is said of somebody known replaces what we knew."""

    phone: Annotated[str, Text(16, 8, r"\+[1-9][0-9]{6,14}"), say("With the country code.")]
    name: Annotated[str, Text(LONGEST_NAME)] = ""
    contractor: Annotated[str, Text(LONGEST_NAME), say("Its name; added where it is new.")] = ""
    contractor_code: Annotated[
        str, Text(LONGEST_CODE), say("What your books call it; then the name is for a new one.")
    ] = ""
    language: Annotated[str, Text(2, 0, "([a-z]{2})?")] = ""
    tags: Annotated[tuple[str, ...], say("Added to those the contact has.")] = ()
    note: Annotated[str, Text(LONGEST_NOTE)] = ""


@dataclass(frozen=True)
class People:
    contacts: Annotated[tuple[Person, ...], say("One, or as many as 100.")]


@dataclass(frozen=True)
class Kept:
    items: tuple[Contact, ...]


@write(
    bp, "/contacts", say("Add or change contacts, one or many"), Scope.CONTACTS_WRITE, Kept, People
)
def keep(session: Session, asked: Asked[People]) -> Kept:
    """All of them, or none where one is refused."""
    lines = [_line(place, each) for place, each in enumerate(asked.what.contacts)]
    keep_many.keep(session, asked.caller.user_id, lines, asked.now)
    owners = {line.phone: phone_numbers.contact_of(session, line.phone) for line in lines}
    query = select(models.Contact).where(models.Contact.id.in_(owners.values()))
    found = {each.id: each for each in session.scalars(query)}
    return Kept(contacts.told_of(session, [found[owners[line.phone] or 0] for line in lines]))


def _line(place: int, person: Person) -> Line:
    return Line(
        number=place,
        phone=person.phone,
        country=country_of(person.phone),
        name=" ".join(person.name.split()),
        contractor=person.contractor.strip(),
        contractor_code=person.contractor_code.strip(),
        language=person.language,
        tags=tuple(tags.read(",".join(person.tags))),
        note=person.note,
    )
