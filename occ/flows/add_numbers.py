"""A file or a list of numbers is read into a campaign's run, slice by slice.

Each slice is one transaction that also moves the run's cursor, so whoever kills the process in
the middle finds nobody left out and no row counted twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from occ.campaigns import lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.models import Campaign, Preparing, Run
from occ.campaigns.recipients import Person
from occ.contacts import countries
from occ.contacts.imports import cells
from occ.contacts.imports.cells import Wrong
from occ.contacts.imports.tables import Row, Shape
from occ.core import address
from occ.core.errors import Invalid
from occ.core.words import say
from occ.messaging.texts import storable

SLICE = 500
LEASE = timedelta(seconds=60)
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


@dataclass(frozen=True)
class Reading:
    """A run whose file one process reads."""

    run_id: int
    key: str
    """Of its campaign."""
    file: str
    shape: Shape
    done: int
    """Rows that were read before."""


class Part(NamedTuple):
    rows: int
    people: Sequence[Person]
    invalid: int
    """Rows that are no number."""


def source_of(table: Table, file: str, shape: Shape) -> dict[str, Any]:
    """What a run keeps of a file that is still to be read."""
    fields = list(table.fields)
    return {"kind": Source.NUMBERS, "fields": fields, "file": file, "shape": asdict(shape)}


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


def parts(table: Table, home: str | None, done: int) -> Iterator[Part]:
    """What comes after so many rows; CPU of some 25 ms each."""
    rows_left = islice(table.rows, done, None)
    while rows := list(islice(rows_left, SLICE)):
        people, invalid = [], 0
        for row in rows:
            phone = _phone(row, table.column, home)
            if phone is None:
                invalid += bool(any(cell.strip() for cell in row))
                continue
            people.append(Person(phone, address.country_of(phone) or "", _fields(table, row)))
        yield Part(len(rows), people, invalid)


def due(session: Session, now: datetime) -> int | None:
    """The id of a run whose file waits to be read, by nobody else."""
    return session.scalar(
        select(Run.id)
        .join(Campaign, (Run.campaign_id == Campaign.id) & (Campaign.run == Run.number))
        .where(
            Run.preparing == Preparing.READING,
            Run.source["file"].as_string().is_not(None),
            or_(Run.read_until.is_(None), Run.read_until < now),
        )
        .order_by(Run.id)
        .limit(1)
    )


def claim(session: Session, run_id: int, now: datetime) -> Reading | None:
    """None where somebody else was first."""
    claimed = session.execute(
        update(Run)
        .where(
            Run.id == run_id,
            Run.preparing == Preparing.READING,
            or_(Run.read_until.is_(None), Run.read_until < now),
        )
        .values(read_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    found = session.get_one(Run, run_id, populate_existing=True)
    file = found.source.get("file")
    if not claimed.rowcount or not file:  # type: ignore[attr-defined]
        return None
    key = session.get_one(Campaign, found.campaign_id).key
    return Reading(found.id, key, file, Shape(**found.source["shape"]), found.cursor)


def add(session: Session, reading: Reading, before: int, part: Part, now: datetime) -> bool:
    """False, and nobody added, where other recipients were chosen meanwhile."""
    run = _still(session, reading)
    if run is None or run.cursor != before:
        return False
    recipients.add(session, run, part.people)
    run.invalid += part.invalid
    run.cursor += part.rows
    run.read_until = now + LEASE
    return True


def finish(session: Session, reading: Reading, *, is_whole: bool, now: datetime) -> None:
    """Read to its end: now they are asked about. Else its page says that it was not."""
    run = _still(session, reading)
    if run is None:
        return
    known = ("kind", "fields")
    run.source, run.read_until = {name: run.source[name] for name in known}, None
    if is_whole:
        run.preparing, run.cursor, run.estimate = Preparing.MEASURE, 0, {}


def kept(session: Session, names: Collection[str]) -> set[str]:
    """Which of these files a run still has to read."""
    file = Run.source["file"].as_string()
    return set(session.scalars(select(file).where(file.in_(names)))) - {None}


def home_of(session: Session) -> str | None:
    return countries.home_of(session)


def _still(session: Session, reading: Reading) -> Run | None:
    campaign = lifecycle.locked(session, reading.key)
    run = recipients.of(session, campaign)
    is_it = run.id == reading.run_id and run.source.get("file") == reading.file
    return run if is_it and run.preparing is Preparing.READING else None


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
