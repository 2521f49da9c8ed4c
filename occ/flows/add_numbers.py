"""A file or a list of numbers is read into a campaign's run, slice by slice."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from occ.campaigns import lifecycle, recipients
from occ.campaigns.models import Preparing
from occ.campaigns.recipients import Person
from occ.contacts import countries
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
    rows: Iterator[list[str]]
    column: int
    names: Sequence[str]


def read(lines: Iterable[str], home: str | None) -> Table:
    """A table as CSV with a line of names, or one number a line. Raises Invalid."""
    first, rest = _peek(lines)
    sample = "\n".join(first)
    delimiter = max(",;\t", key=sample.count) if any(each in sample for each in ",;\t") else ","
    reader = csv.reader(chain(first, rest), delimiter=delimiter)
    head, rows = _peek_rows(reader)
    if not head:
        raise Invalid({"numbers": say("There is no number in it.")})
    column = max(range(max(map(len, head))), key=lambda at: _numbers(head, at, home))
    if not _numbers(head, column, home):
        raise Invalid({"numbers": say("There is no number in it.")})
    has_names = len(head) > 1 and not address.read_phone(_cell(head[0], column), home)
    names = [storable(each).strip().lower()[:40] for each in head[0]] if has_names else []
    fields = [name for at, name in enumerate(names) if at != column and name][:MOST_FIELDS]
    return Table(fields, chain(head[1:] if has_names else head, rows), column, names)


def slices(table: Table, home: str | None) -> Iterator[tuple[list[Person], int]]:
    """People, and how many rows of the slice are no number; CPU of some 25 ms each."""
    while rows := list(islice(table.rows, SLICE)):
        people, invalid = [], 0
        for row in rows:
            typed = _cell(row, table.column)
            phone = address.read_phone(typed, home)
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


def _fields(table: Table, row: Sequence[str]) -> dict[str, str]:
    return {
        name: storable(_cell(row, at)).strip()[:LONGEST_VALUE]
        for at, name in enumerate(table.names)
        if name in table.fields and at != table.column
    }


def _cell(row: Sequence[str], at: int) -> str:
    """What a spreadsheet was kept from taking for a formula is a number again."""
    return row[at].strip().lstrip("'") if at < len(row) else ""


def _numbers(rows: Sequence[Sequence[str]], at: int, home: str | None) -> int:
    return sum(address.read_phone(_cell(row, at), home) is not None for row in rows)


def _peek(lines: Iterable[str]) -> tuple[list[str], Iterator[str]]:
    left = iter(lines)
    return list(islice(left, _LOOKED_AT)), left


def _peek_rows(rows: Iterable[list[str]]) -> tuple[list[list[str]], Iterator[list[str]]]:
    left = (row for row in rows if any(cell.strip() for cell in row))
    return list(islice(left, _LOOKED_AT)), left
