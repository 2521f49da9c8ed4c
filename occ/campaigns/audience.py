"""Where the people of a run come from, read slice by slice in the order of a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from occ.contacts import countries, finding
from occ.contacts.finding import Criteria, Filter
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import PhoneNumber
from occ.core.db import json_object
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
    """A file or a list; `fields` are its columns but the numbers. Until it was read to its end,
    `file` names it in OCC_HOME/imports, and `shape` says how it is read."""
    EARLIER = "earlier"
    """Those of the run before, after a reset."""


class Slice(NamedTuple):
    numbers: Select[Any] | None
    """As `recipients.take` wants them: `place` in the slice, `phone`, `country` and `fields`."""
    cursor: int | None
    """Where the next one begins; None at the end."""


def slice_of(session: Session, source: Mapping[str, Any], after: int, most: int) -> Slice:
    """The numbers of the next contacts, consent or not: who may be written to is asked later."""
    match Source(source["kind"]):
        case Source.FILTER:
            wanted = Filter(**source.get("filter", {}))
            asked: Criteria = finding.criteria(wanted, countries.home_of(session))
            these, cursor = finding.stretch(session, asked, after, most)
        case Source.CONTRACTORS:
            asked = finding.of_contractors(source["ids"])
            these, cursor = finding.stretch(session, asked, after, most)
        case Source.CONTACTS:
            ids = list(islice((each for each in sorted(source["ids"]) if each > after), most))
            these, cursor = [Contact.id.in_(ids)], ids[-1] if len(ids) == most else None
        case _:
            return Slice(None, None)
    return Slice(_numbers(session, these), cursor)


def fields(source: Mapping[str, Any]) -> Sequence[str]:
    """The merge fields that a text to these people may use."""
    if source["kind"] in (Source.NUMBERS, Source.EARLIER):
        return tuple(source.get("fields", ()))
    return (NAME, COMPANY)


def _numbers(session: Session, these: Sequence[ColumnElement[bool]]) -> Select[Any]:
    known = {NAME: Contact.name, COMPANY: func.coalesce(Contractor.name, "")}
    place = func.row_number().over(order_by=(PhoneNumber.contact_id, PhoneNumber.id))
    return (
        select(
            place.label("place"),
            PhoneNumber.phone,
            func.coalesce(PhoneNumber.country, "").label("country"),
            json_object(session, **known).label("fields"),
        )
        .join(Contact, Contact.id == PhoneNumber.contact_id)
        .outerjoin(Contractor, Contractor.id == Contact.contractor_id)
        .where(PhoneNumber.phone.is_not(None), *these)
    )
