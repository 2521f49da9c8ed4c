"""Contacts as the lines of a list: their numbers, and what was said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import contractors, do_not_write, phone_numbers, tags
from occ.contacts.finding import Filter
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import DoNotWrite, PhoneNumber


@dataclass(frozen=True)
class NumberLine:
    number: PhoneNumber
    held: DoNotWrite | None


@dataclass(frozen=True)
class Line:
    contact: Contact
    contractor: Contractor | None
    tags: list[str]
    numbers: list[NumberLine]


def of(session: Session, found: Sequence[Contact]) -> list[Line]:
    ids = [contact.id for contact in found]
    belong = {contact.contractor_id for contact in found if contact.contractor_id}
    companies, tagged = contractors.names(session, belong), tags.of(session, ids)
    known = numbers(session, ids)
    return [
        Line(
            contact,
            companies.get(contact.contractor_id or 0),
            tagged.get(contact.id, []),
            known.get(contact.id, []),
        )
        for contact in found
    ]


def numbers(session: Session, contact_ids: Sequence[int]) -> dict[int, list[NumberLine]]:
    rows = session.scalars(
        select(PhoneNumber)
        .where(PhoneNumber.contact_id.in_(contact_ids), PhoneNumber.phone.is_not(None))
        .order_by(PhoneNumber.id)
    ).all()
    held = do_not_write.entries(session, [row.id for row in rows])
    found: dict[int, list[NumberLine]] = {}
    for row in rows:
        found.setdefault(row.contact_id or 0, []).append(NumberLine(row, held.get(row.id)))
    return found


def phone_of(session: Session, number_key: str) -> str:
    """E.164. Raises NotFound."""
    return str(phone_numbers.by_key(session, number_key).phone)


def contractor_named(session: Session, wanted: Filter) -> Contractor | None:
    if not wanted.contractor:
        return None
    found = contractors.by_keys(session, [wanted.contractor])
    return found[0] if found else None


def id_of(session: Session, table: type[Contact] | type[Contractor], key: str | None) -> int | None:
    """Where a page begins: below this one. None for the first page."""
    if not key:
        return None
    return session.scalar(select(table.id).where(table.key == key))
