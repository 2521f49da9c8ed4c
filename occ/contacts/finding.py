"""Find contacts among a million: a page of a list, how many there are, who a segment holds.

A list is read by the contact's id, the newest first. Each filter has an index that ends with
that id, so a page is read off one of them in order while the others are asked row by row. The
filter that few contacts fit leads: counting to some thousands tells which, and costs no more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from occ.contacts import words
from occ.contacts.models import Contact, ContactTag, ContactWord, Contractor, Tag
from occ.contacts.number_models import PhoneNumber
from occ.core import address
from occ.core.plain_words import plain

SHORTEST_NUMBER = 3

COUNTED = 10_000
"""A list counts no further: its page must not wait for a sum nobody reads to the last figure."""
FEW = 2_000


class Agreed(StrEnum):
    """What was last said of a channel, of a number of theirs."""

    YES = "yes"
    NO = "no"
    """Taken back."""
    NEVER = "never"
    """Nothing was said."""


@dataclass(frozen=True)
class Filter:
    """Empty fields filter nothing. `contractor` is a key, `tag` a name."""

    words: str = ""
    """A name, or words that it begins with; or a number."""
    contractor: str = ""
    tag: str = ""
    country: str = ""
    language: str = ""
    sms: str = ""
    """One of `Agreed`; so is `whatsapp`."""
    whatsapp: str = ""


class _Criterion(NamedTuple):
    """Contacts that fit: the column of their ids, and what a row with it must be."""

    contact_id: Any
    condition: ColumnElement[bool]

    def rows(self) -> Select[Any]:
        return select(self.contact_id).where(self.condition)

    def holds_for(self, contact_id: Any) -> ColumnElement[bool]:
        return exists(select(literal(1)).where(self.contact_id == contact_id, self.condition))


Criteria = Sequence[_Criterion]


def page(
    session: Session, wanted: Filter, before: int | None, most: int, home: str | None
) -> Sequence[Contact]:
    """The newest first; those with an id below `before`, where it is given."""
    contact_id, query = led(session, wanted, home)
    if before is not None:
        query = query.where(contact_id < before)
    found = session.scalars(query.order_by(contact_id.desc()).limit(most)).all()
    contacts = session.scalars(
        select(Contact).where(Contact.id.in_(found)).order_by(Contact.id.desc())
    )
    return contacts.all()


def newest(session: Session, wanted: Filter, most: int, home: str | None) -> Select[Any]:
    """The ids of the last who fit."""
    contact_id, query = led(session, wanted, home)
    return query.order_by(contact_id.desc()).limit(most)


def fits(contact_id: Any, wanted: Filter, home: str | None) -> ColumnElement[bool]:
    """Whether the contact of a row is one of them: for few rows, however many contacts fit."""
    return and_(true(), *(each.holds_for(contact_id) for each in criteria(wanted, home)))


def count(session: Session, wanted: Filter, home: str | None, most: int | None = COUNTED) -> int:
    """How many there are, up to `most` and one."""
    _, query = led(session, wanted, home)
    if most is not None:
        query = query.limit(most + 1)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def of_contractors(contractor_ids: Collection[int]) -> Criteria:
    of = aliased(Contact)
    return [_Criterion(of.id, of.contractor_id.in_(contractor_ids))]


def stretch(
    session: Session, wanted: Criteria, after: int, most: int
) -> tuple[list[ColumnElement[bool]], int | None]:
    """What the next contacts are by their ids, and the last id of these; None at the end.

    Where few fit one of the criteria they are read off it. Else it is a stretch of so many
    contacts, whether they fit or not: a step then costs the same whoever is sought.
    """
    for leading in wanted:
        if _few(session, leading) < FEW:
            rows = leading.rows().distinct().where(leading.contact_id > after)
            found = session.scalars(rows.order_by(leading.contact_id).limit(most)).all()
            others = [each.holds_for(Contact.id) for each in wanted if each is not leading]
            end = found[-1] if len(found) == most else None
            return [Contact.id.in_(found), *others], end
    next_ids = select(Contact.id).where(Contact.id > after).order_by(Contact.id).limit(most)
    every = next_ids.subquery()
    last, count = session.execute(select(func.max(every.c.id), func.count(every.c.id))).one()
    between = and_(Contact.id > after, Contact.id <= (last or after))
    fit = [each.holds_for(Contact.id) for each in wanted]
    return [between, *fit], last if count == most else None


def led(session: Session, wanted: Filter, home: str | None) -> tuple[Any, Select[Any]]:
    """The query for the ids of all who fit, and its column."""
    found = criteria(wanted, home)
    if not found:
        # Nothing that is asked for fits one who was erased.
        return Contact.id, select(Contact.id).where(Contact.erased_at.is_(None))
    if len(found) > 1:
        found.sort(key=lambda criterion: _few(session, criterion))
    leading, *others = found
    query = leading.rows().distinct()
    for other in others:
        query = query.where(other.holds_for(leading.contact_id))
    return leading.contact_id, query


def _few(session: Session, criterion: _Criterion) -> int:
    """How many rows fit, up to `FEW`."""
    counted = criterion.rows().limit(FEW).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def criteria(wanted: Filter, home: str | None) -> list[_Criterion]:
    """One for each thing that is asked; none where nothing is."""
    found = [*_sought(wanted.words, home)]
    if wanted.tag:
        tag = select(Tag.id).where(Tag.name == wanted.tag).scalar_subquery()
        found.append(_Criterion(ContactTag.contact_id, ContactTag.tag_id == tag))
    of = aliased(Contact)
    if wanted.contractor:
        key = select(Contractor.id).where(Contractor.key == wanted.contractor).scalar_subquery()
        found.append(_Criterion(of.id, of.contractor_id == key))
    if wanted.language:
        speaks = aliased(Contact)
        found.append(_Criterion(speaks.id, speaks.language == wanted.language))
    # One number must fit all that is asked of numbers.
    number = aliased(PhoneNumber)
    asked = _of_number(number, wanted)
    if asked:
        found.append(_Criterion(number.contact_id, and_(*asked, number.contact_id.is_not(None))))
    return found


def _of_number(number: Any, wanted: Filter) -> list[ColumnElement[bool]]:
    asked = []
    if wanted.country:
        asked.append(number.country == wanted.country)
    for column, agreed in (
        (number.sms_consent, wanted.sms),
        (number.whatsapp_consent, wanted.whatsapp),
    ):
        if agreed:
            asked.append(column.is_(_SAID[Agreed(agreed)]))
    return asked


_SAID = {Agreed.YES: True, Agreed.NO: False, Agreed.NEVER: None}


def _sought(sought: str, home: str | None) -> list[_Criterion]:
    """By number where it looks like one, else by what the words of the name begin with."""
    digits = plain(sought).replace(" ", "")
    if len(digits) >= SHORTEST_NUMBER and digits.isdecimal():
        number = aliased(PhoneNumber)
        begins = [
            and_(number.phone >= least, number.phone < past)
            for least, past in address.ranges(digits, home)
        ]
        return [_Criterion(number.contact_id, and_(or_(*begins), number.contact_id.is_not(None)))]
    found = []
    for word in sorted(words.of(sought), key=len, reverse=True):
        named = aliased(ContactWord)
        found.append(_Criterion(named.contact_id, words.begins(named.word, word)))
    return found
