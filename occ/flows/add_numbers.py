"""A file or a list of numbers is read into a campaign's run, slice by slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from occ.campaigns import lifecycle, recipients
from occ.campaigns.models import Preparing
from occ.campaigns.recipients import Person
from occ.contacts import countries
from occ.contacts.imports import cells
from occ.contacts.imports.cells import Wrong
from occ.contacts.imports.tables import Row
from occ.core import address
from occ.core.errors import Conflict, Invalid
from occ.core.words import say
from occ.messaging.texts import storable

SLICE = 500
MOST_FIELDS = 20
LONGEST_VALUE = 200
_LOOKED_AT = 20
"""Rows by which the column with the numbers is found."""


class Table(NamedTuple):
    fields: Sequence[str]
    """The other columns: merge fields."""
    rows: Iterator[Row]
    column: int
    names: Sequence[str]


def read(rows: Iterator[Row], home: str | None) -> Table:
    """A table with a line of names, or one number a line. Raises Invalid."""
    head, rest = _peek(rows)
    if not head:
        raise Invalid({"numbers": say("There is no number in it.")})
    column = max(range(max(map(len, head))), key=lambda at: _numbers(head, at, home))
    if not _numbers(head, column, home):
        raise Invalid({"numbers": say("There is no number in it.")})
    has_names = len(head) > 1 and _phone(head[0], column, home) is None
    names = [storable(each).strip().lower()[:40] for each in head[0]] if has_names else []
    fields = [name for at, name in enumerate(names) if at != column and name][:MOST_FIELDS]
    return Table(fields, chain(head[1:] if has_names else head, rest), column, names)


def slices(table: Table, home: str | None) -> Iterator[tuple[list[Person], int]]:
    """People, and how many rows of the slice are no number; CPU of some 25 ms each."""
    while rows := list(islice(table.rows, SLICE)):
        people, invalid = [], 0
        for row in rows:
            phone = _phone(row, table.column, home)
            if phone is None:
                invalid += bool(any(cell.strip() for cell in row))
                continue
            people.append(Person(phone, address.country_of(phone) or "", _fields(table, row)))
        yield people, invalid


def add(session: Session, key: str, people: Sequence[Person], invalid: int, now: datetime) -> None:
    """Raises Conflict where another audience was chosen meanwhile."""
    run = recipients.of(session, lifecycle.locked(session, key))
    if run.preparing is not Preparing.READING:
        raise Conflict(say("Other recipients were chosen meanwhile."), "moved_on")
    recipients.add(session, run, people)
    run.invalid += invalid


def finish(session: Session, key: str, now: datetime) -> None:
    """It was read to its end: now they are asked about."""
    run = recipients.of(session, lifecycle.locked(session, key))
    if run.preparing is Preparing.READING:
        run.preparing, run.cursor, run.estimate = Preparing.MEASURE, 0, {}


def home_of(session: Session) -> str | None:
    return countries.home_of(session)


def _fields(table: Table, row: Row) -> dict[str, str]:
    return {
        name: storable(_cell(row, at)).strip()[:LONGEST_VALUE]
        for at, name in enumerate(table.names)
        if name in table.fields and at != table.column
    }


def _cell(row: Row, at: int) -> str:
    """What a spreadsheet was kept from taking for a formula is itself again."""
    return cells.text(row[at]) if at < len(row) else ""


def _phone(row: Row, at: int, home: str | None) -> str | None:
    try:
        return cells.phone(row[at], home) if at < len(row) else None
    except Wrong:
        return None


def _numbers(rows: Sequence[Row], at: int, home: str | None) -> int:
    return sum(_phone(row, at, home) is not None for row in rows)


def _peek(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    left = (row for row in rows if any(row))
    return list(islice(left, _LOOKED_AT)), left
