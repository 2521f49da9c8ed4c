"""Where the people of a run come from, read slice by slice in the order of a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.campaigns.recipients import Person
from occ.contacts import countries, finding
from occ.contacts.finding import Filter
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import PhoneNumber
from occ.messaging.merge_fields import COMPANY, NAME


class Source(StrEnum):
    NOBODY = "nobody"
    FILTER = "filter"
    """Contacts that fit `filter`, as their list has it: a segment, or everybody."""
    CONTACTS = "contacts"
    """Picked ones: `ids`."""
    CONTRACTORS = "contractors"
    """The contacts of picked ones: `ids` (C5)."""
    NUMBERS = "numbers"
    """A file or a list, its rows added as they were read; `fields` are its other columns."""
    EARLIER = "earlier"
    """Those of the run before, after a reset."""


@dataclass(frozen=True)
class Slice:
    people: Sequence[Person]
    cursor: int | None
    """Where the next one begins; None at the end."""


def slice_of(session: Session, source: Mapping[str, Any], after: int, most: int) -> Slice:
    """The numbers of the next contacts, consent or not: who may be written to is asked later."""
    column, query = _contacts(session, source)
    if query is None:
        return Slice((), None)
    ids = session.scalars(query.where(column > after).order_by(column).limit(most)).all()
    rows = session.execute(
        select(PhoneNumber.phone, PhoneNumber.country, Contact.name, Contractor.name)
        .join(Contact, Contact.id == PhoneNumber.contact_id)
        .outerjoin(Contractor, Contractor.id == Contact.contractor_id)
        .where(PhoneNumber.contact_id.in_(ids), PhoneNumber.phone.is_not(None))
        .order_by(PhoneNumber.contact_id, PhoneNumber.id)
    )
    people = [
        Person(phone or "", country or "", {NAME: name, COMPANY: company or ""})
        for phone, country, name, company in rows
    ]
    return Slice(people, ids[-1] if len(ids) == most else None)


def fields(source: Mapping[str, Any]) -> Sequence[str]:
    """The merge fields that a text to these people may use."""
    if source["kind"] in (Source.NUMBERS, Source.EARLIER):
        return tuple(source.get("fields", ()))
    return (NAME, COMPANY)


def _contacts(session: Session, source: Mapping[str, Any]) -> tuple[Any, Select[Any] | None]:
    """The ids of a source's contacts, and the column they stand in."""
    match Source(source["kind"]):
        case Source.FILTER:
            home = countries.home_of(session)
            return finding.ids(session, Filter(**source.get("filter", {})), home)
        case Source.CONTACTS:
            return Contact.id, select(Contact.id).where(Contact.id.in_(source["ids"]))
        case Source.CONTRACTORS:
            theirs = Contact.contractor_id.in_(source["ids"])
            return Contact.id, select(Contact.id).where(theirs)
    return None, None
