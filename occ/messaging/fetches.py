"""The provider's lists that are read: when next, by whom, and how far.

A row a list. One process at a time reads it: the row is claimed by an UPDATE whose count says who
was first, and is due again after a while where that process died.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from occ.core.db import insert, plain
from occ.core.words import Words
from occ.messaging.fetch_models import Fetch

STATUSES, SMS_STATUSES = "statuses", "sms statuses"
"""What became of ours at Twilio, and at SMSAPI; other lists are our numbers' and templates."""
FAILING_AFTER = 3
"""Failures in a row of which a person should know: one may be a moment's."""
_LATE_AFTER = timedelta(minutes=15)
"""A list is read every two minutes at the least; a pause after failures is of five at most."""
_LATELY = timedelta(days=1)
_LONGEST = timedelta(minutes=5)
"""How long whoever claimed a list is left alone with it."""


@dataclass(frozen=True)
class Claim:
    """The list to read, since when it is ours, and how far it was read before."""

    name: str
    begun_at: datetime
    read_until: datetime | None
    deep_at: datetime | None
    failures: int


@dataclass(frozen=True)
class Reading:
    """What reading a list to its end came to; `missed`: how many a webhook should have brought."""

    due_at: datetime
    read_until: datetime | None
    was_deep: bool
    missed: int = 0


def due(session: Session, names: Collection[str], started_at: datetime, now: datetime) -> list[str]:
    """Those of the lists that are to be read now, and all that nobody has read since
    `started_at`, when this process started: at every start it is seen what came meanwhile.
    """
    connection, _ = plain(session)
    asked = {"names": list(names), "now": now, "started_at": started_at}
    waiting = set(connection.execute(_LATER, asked).scalars())
    return [name for name in names if name not in waiting]


_LATER = select(Fetch.name).where(
    Fetch.name.in_(bindparam("names", expanding=True)),
    Fetch.due_at > bindparam("now"),
    Fetch.begun_at >= bindparam("started_at"),
)


def claim(session: Session, name: str, started_at: datetime, now: datetime) -> Claim | None:
    """None where somebody else was quicker. What was begun before `started_at` is due anew."""
    fresh = insert(session, Fetch.__table__).values(name=name, due_at=now, failures=0, missed=0)
    session.execute(fresh.on_conflict_do_nothing())
    is_due = or_(Fetch.due_at <= now, Fetch.begun_at.is_(None), Fetch.begun_at < started_at)
    taken = session.execute(
        update(Fetch)
        .where(Fetch.name == name, is_due)
        .values(begun_at=now, due_at=now + _LONGEST)
        .returning(Fetch.read_until, Fetch.deep_at, Fetch.failures)
    ).one_or_none()
    return Claim(name, now, *taken) if taken else None


def done(session: Session, claim: Claim, reading: Reading, now: datetime) -> None:
    """Nothing happens where the list was claimed anew meanwhile: that reading counts."""
    values: dict[str, object] = {
        "due_at": reading.due_at,
        "done_at": now,
        "read_until": reading.read_until,
        "failures": 0,
        "error": None,
    }
    if reading.was_deep:
        values["deep_at"] = claim.begun_at
    if reading.missed:
        values |= {"missed": Fetch.missed + reading.missed, "missed_at": now}
    _close(session, claim, values)


def failed(session: Session, claim: Claim, reason: Words, due_at: datetime) -> None:
    _close(
        session,
        claim,
        {"due_at": due_at, "failures": Fetch.failures + 1, "error": reason.as_json()},
    )


def soon(session: Session, now: datetime, *names: str) -> None:
    """Have these lists, or every one, read at once, also where one is being read with what held
    before.
    """
    lists = update(Fetch).where(Fetch.name.in_(names)) if names else update(Fetch)
    session.execute(lists.values(due_at=now, begun_at=None, failures=0))


def present(session: Session) -> Mapping[str, Fetch]:
    return {row.name: row for row in session.scalars(select(Fetch))}


def is_failing(row: Fetch) -> bool:
    """So often that a person should know."""
    return row.failures >= FAILING_AFTER


def is_late(row: Fetch, now: datetime) -> bool:
    """Not read for so long that something keeps it from being read."""
    return row.done_at is not None and now - row.done_at > _LATE_AFTER


def missed_lately(row: Fetch, now: datetime) -> bool:
    """It brought so lately what a webhook should have brought that the webhooks need a look."""
    return row.missed_at is not None and now - row.missed_at < _LATELY


def error_of(row: Fetch) -> Words | None:
    """Why the newest try failed."""
    return Words(row.error["text"], row.error["values"]) if row.error else None


def missed(session: Session) -> int:
    """How many messages no webhook had brought, ever."""
    return session.scalar(select(func.coalesce(func.sum(Fetch.missed), 0))) or 0


def failing(session: Session) -> int:
    """How many lists could not be read several times in a row."""
    return session.scalar(select(func.count()).where(Fetch.failures >= FAILING_AFTER)) or 0


def _close(session: Session, claim: Claim, values: dict[str, object]) -> None:
    session.execute(
        update(Fetch)
        .where(Fetch.name == claim.name, Fetch.begun_at == claim.begun_at)
        .values(**values)
    )
