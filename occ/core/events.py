"""Committed facts, numbered a stream at a time.

An event is a hint for screens; rows are the truth. Each stands in one stream or several
(`user:…`, `service:…`, `conversation:…`) and has a number in each, so that a page knows what it
missed. One cursor for all would lose events on PostgreSQL, where numbers commit out of order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy
from sqlalchemy import BigInteger, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.db import insert_for, plain
from occ.core.types import Base

KEPT = timedelta(hours=1)


class Stream(Base):
    """How far a stream has come."""

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int] = mapped_column(BigInteger)


class StreamEvent(Base):
    """One event in one stream, kept for an hour for pages that missed it."""

    __tablename__ = "stream_events"

    stream: Mapped[str] = mapped_column(ForeignKey("streams.name"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    facts: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Event:
    """`name` is past tense; `facts` are plain values, ids among them; `streams` who may hear it."""

    name: str
    facts: dict[str, Any]
    streams: tuple[str, ...]
    numbers: dict[str, int] = field(default_factory=dict, compare=False)


def record(session: Session, name: str, facts: dict[str, Any], streams: Iterable[str]) -> None:
    """Tell of a fact once the transaction has committed."""
    named = tuple(sorted(set(streams)))
    session.info.setdefault("events", []).append(Event(name, facts, named))


def touch(session: Session, service_id: int) -> None:
    """Name a service whose queue may move: it is drained after the commit."""
    session.info.setdefault("touched", {})[service_id] = None


def number(session: Session, now: datetime) -> list[Event]:
    """Give what was recorded its numbers; the last statements before the commit.

    Streams are counted up in the order of their names, one upsert a name: an UPDATE of several
    rows keeps no order and would deadlock, and a new stream has no row to update.
    """
    recorded: list[Event] = session.info.get("events", [])
    if not recorded:
        return []
    session.flush()
    connection, dialect = plain(session)
    wanted = Counter(stream for event in recorded for stream in event.streams)
    heads = {
        name: connection.execute(
            _count_up(dialect), {"name": name, "head": wanted[name]}
        ).scalar_one()
        for name in sorted(wanted)
    }
    rows: list[dict[str, Any]] = []
    for event in reversed(recorded):
        for name in event.streams:
            event.numbers[name] = heads[name]
            heads[name] -= 1
            rows.append(
                {
                    "stream": name,
                    "number": event.numbers[name],
                    "name": event.name,
                    "facts": event.facts,
                    "at": now,
                }
            )
    connection.execute(_KEEP, rows)
    return recorded


@cache
def _count_up(dialect: str) -> Any:
    upsert = insert_for(dialect, Stream.__table__)
    return upsert.on_conflict_do_update(
        index_elements=["name"], set_={"head": Stream.head + upsert.excluded.head}
    ).returning(Stream.head)


_KEEP = sqlalchemy.insert(StreamEvent)


def heads_of(session: Session, streams: Iterable[str]) -> dict[str, int]:
    """The head of each stream, 0 for one that nothing has happened in."""
    named = list(streams)
    found = session.execute(select(Stream.name, Stream.head).where(Stream.name.in_(named)))
    heads = dict.fromkeys(named, 0)
    heads.update({name: head for name, head in found})
    return heads


def since(session: Session, cursors: dict[str, int], most: int) -> list[Event] | None:
    """What happened after `cursors`, each stream's oldest first.

    None where it is too much or no longer kept, or where a cursor is ahead: after a restored
    backup numbers come a second time.
    """
    heads = heads_of(session, cursors)
    if any(cursor > heads[name] for name, cursor in cursors.items()):
        return None
    missed = sum(heads[name] - cursor for name, cursor in cursors.items())
    if missed > most:
        return None
    found: list[Event] = []
    for name, cursor in cursors.items():
        rows = session.execute(
            select(StreamEvent.number, StreamEvent.name, StreamEvent.facts)
            .where(StreamEvent.stream == name, StreamEvent.number > cursor)
            .order_by(StreamEvent.number)
        ).all()
        if len(rows) < heads[name] - cursor:
            return None
        found += [Event(row.name, row.facts, (name,), {name: row.number}) for row in rows]
    return found


def forget(session: Session, now: datetime) -> int:
    """Drop what is older than pages are served from."""
    gone = session.execute(delete(StreamEvent).where(StreamEvent.at < now - KEPT))
    return int(getattr(gone, "rowcount", 0))
