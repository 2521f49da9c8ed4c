"""Steps of an import: brought, columns said, checked, running, stopped, done, discarded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from occ.contacts.import_models import Import, ImportColumns, ImportState
from occ.contacts.imports import columns
from occ.contacts.imports.columns import Field
from occ.contacts.imports.tables import Row, Shape
from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict, NotFound
from occ.core.words import Words, say

LEASE = timedelta(seconds=30)
KEPT = timedelta(days=30)
"""How long a file stays on the server that nobody works on, and nobody discards."""
_SHOWN_LINES = 5
RESTING = (ImportState.COLUMNS, ImportState.CHECKED, ImportState.STOPPED, ImportState.DONE)
"""Nobody works on it, and its files are here."""


def by_key(session: Session, key: str) -> Import:
    """Raises NotFound."""
    found = session.scalars(select(Import).where(Import.key == key)).one_or_none()
    if found is None:
        raise NotFound(say("There is no such import."))
    return found


def recent(session: Session, most: int) -> Sequence[Import]:
    return session.scalars(select(Import).order_by(Import.id.desc()).limit(most)).all()


def bring(
    session: Session,
    user_id: int,
    named: tuple[str, str],
    shape: Shape,
    rows: Sequence[Row],
    now: datetime,
) -> Import:
    """`named`: as its owner calls the file, and in our folder. `rows` begin with the header."""
    header = list(rows[0])
    made = Import(
        key=ids.new("imp"),
        name=named[0][:200],
        file=named[1],
        shape=asdict(shape),
        header=header,
        sample=[list(row) for row in rows[1 : _SHOWN_LINES + 1]],
        columns=_remembered(session, header),
        words="",
        user_id=user_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def shape_again(session: Session, found: Import, shape: Shape, rows: Sequence[Row]) -> None:
    """Read in another way, such as another encoding. Raises Conflict."""
    _move(session, found, (ImportState.COLUMNS, ImportState.CHECKED), ImportState.COLUMNS)
    found.shape, found.header = asdict(shape), list(rows[0])
    found.sample = [list(row) for row in rows[1 : _SHOWN_LINES + 1]]
    found.columns = _remembered(session, found.header)
    session.flush()


def say_columns(
    session: Session,
    found: Import,
    fields: Mapping[int, Field],
    home: str | None,
    words: str,
    now: datetime,
) -> None:
    """And remember them for the next file with this header; then it is checked."""
    values = {str(place): str(field) for place, field in fields.items()}
    _move(session, found, (ImportState.COLUMNS, ImportState.CHECKED), ImportState.CHECKING)
    found.columns, found.home, found.words = values, home, words
    found.position = found.total = 0
    found.added = found.updated = found.same = found.refused = found.withheld = 0
    found.claimed_until = found.problem = None
    session.flush()
    statement = insert(session, ImportColumns.__table__).values(
        header=columns.digest(found.header), columns=values, at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["header"], set_={"columns": values, "at": now}
        )
    )


def begin(session: Session, found: Import) -> None:
    """Store what was checked, or go on with it. Raises Conflict."""
    _move(session, found, (ImportState.CHECKED, ImportState.STOPPED), ImportState.RUNNING)
    found.claimed_until = None
    if found.position == 0:
        # The check counted what would be; from now on it is counted as it is done.
        found.added = found.updated = found.same = found.withheld = 0
    session.flush()


def stop(session: Session, found: Import) -> None:
    """After the slice that is being stored; a check begins anew another time."""
    states = (ImportState.RUNNING, ImportState.CHECKING)
    to = ImportState.STOPPED if found.state is ImportState.RUNNING else ImportState.COLUMNS
    _move(session, found, states, to)


def discard(session: Session, found: Import) -> None:
    """It can't be shown or go on any more; the caller takes its files away."""
    _move(session, found, RESTING, ImportState.DISCARDED)
    found.sample = []
    session.flush()


def over(session: Session, now: datetime, most: int) -> Sequence[Import]:
    """Those whose files have been kept long enough."""
    since = func.coalesce(Import.ended_at, Import.created_at)
    query = select(Import).where(Import.state.in_(RESTING), since <= now - KEPT)
    return session.scalars(query.order_by(Import.id).limit(most)).all()


def kept(session: Session, names: Collection[str]) -> set[str]:
    """Which of these files an import still has."""
    query = select(Import.file).where(Import.file.in_(names), Import.state != ImportState.DISCARDED)
    return set(session.scalars(query))


def left(session: Session) -> Sequence[str]:
    """Files of discarded ones that may still be on the disk."""
    query = select(Import.file).where(Import.state == ImportState.DISCARDED, Import.file != "")
    return session.scalars(query).all()


def gone(session: Session, names: Collection[str]) -> None:
    session.execute(
        update(Import)
        .where(Import.file.in_(names), Import.state == ImportState.DISCARDED)
        .values(file="")
        .execution_options(synchronize_session=False)
    )


def due(session: Session, now: datetime) -> int | None:
    """The id of one to be worked on, that no other process works on."""
    return session.scalar(
        select(Import.id)
        .where(
            Import.state.in_([ImportState.CHECKING, ImportState.RUNNING]),
            or_(Import.claimed_until.is_(None), Import.claimed_until < now),
        )
        .order_by(Import.id)
        .limit(1)
    )


def claim(session: Session, import_id: int, now: datetime) -> Import | None:
    """None where another process was first, or it is stopped."""
    claimed = session.execute(
        update(Import)
        .where(
            Import.id == import_id,
            Import.state.in_([ImportState.CHECKING, ImportState.RUNNING]),
            or_(Import.claimed_until.is_(None), Import.claimed_until < now),
        )
        .values(claimed_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return session.get_one(Import, import_id) if claimed.rowcount else None  # type: ignore[attr-defined]


def note(session: Session, import_id: int, figures: Mapping[str, Any], now: datetime) -> bool:
    """How far the check has come; False where somebody stopped it."""
    noted = session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state == ImportState.CHECKING)
        .values(claimed_until=now + LEASE, **figures)
        .execution_options(synchronize_session=False)
    )
    return bool(noted.rowcount)  # type: ignore[attr-defined]


def checked(session: Session, import_id: int, problem: Words | None = None) -> None:
    """With a problem it goes back to its columns."""
    state = ImportState.COLUMNS if problem else ImportState.CHECKED
    session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state == ImportState.CHECKING)
        .values(
            state=state,
            position=0,
            claimed_until=None,
            problem=problem.as_json() if problem else None,
        )
        .execution_options(synchronize_session=False)
    )


def _remembered(session: Session, header: Sequence[str]) -> dict[str, Any]:
    known = session.get(ImportColumns, columns.digest(header))
    if known is not None:
        return dict(known.columns)
    return {str(place): str(field) for place, field in columns.guess(header).items()}


def _move(
    session: Session, found: Import, before: Sequence[ImportState], after: ImportState
) -> None:
    """Raises Conflict where it is in none of these states any more."""
    moved = session.execute(
        update(Import)
        .where(Import.id == found.id, Import.state.in_(before))
        .values(state=after)
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise Conflict(say("This import has moved on meanwhile. Look at it again."))
    session.refresh(found)
