"""Write a line, read the lines of one subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from occ.journal.models import JournalEntry


@dataclass(frozen=True)
class Subject:
    kind: str
    key: str


def write(
    session: Session,
    actor_id: int | None,
    action: str,
    subject: Subject,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """`before` and `after` hold plain values and no secret; what is equal in both is left out."""
    old, new = dict(before or {}), dict(after or {})
    same = {name for name in old if name in new and old[name] == new[name]}
    session.execute(
        insert(JournalEntry).values(
            at=now,
            actor_id=actor_id,
            action=action,
            subject_kind=subject.kind,
            subject_key=subject.key,
            before={name: value for name, value in old.items() if name not in same},
            after={name: value for name, value in new.items() if name not in same},
        )
    )


def write_once(
    session: Session,
    actor_id: int,
    action: str,
    subject: Subject,
    now: datetime,
    within: timedelta = timedelta(hours=1),
) -> None:
    """Who saw something: the same again within an hour is the same look."""
    seen = exists().where(
        JournalEntry.subject_kind == subject.kind,
        JournalEntry.subject_key == subject.key,
        JournalEntry.action == action,
        JournalEntry.actor_id == actor_id,
        JournalEntry.at > now - within,
    )
    if not session.scalar(select(seen)):
        write(session, actor_id, action, subject, now)


def of(
    session: Session, subject: Subject, most: int = 100, before: datetime | None = None
) -> Sequence[JournalEntry]:
    """The newest first, of those before a moment where one is given."""
    query = select(JournalEntry).where(
        JournalEntry.subject_kind == subject.kind, JournalEntry.subject_key == subject.key
    )
    if before is not None:
        query = query.where(JournalEntry.at < before)
    return session.scalars(query.order_by(JournalEntry.id.desc()).limit(most)).all()


@dataclass(frozen=True)
class Sought:
    """Lines that fit all of this; what is None is not asked."""

    actor_id: int | None = None
    by_nobody: bool = False
    """What the system or a command did."""
    kind: str | None = None
    """Of the subject."""
    since: datetime | None = None
    until: datetime | None = None


def search(
    session: Session, sought: Sought, before: int | None, most: int
) -> Sequence[JournalEntry]:
    """The newest first, below the id `before`."""
    query = select(JournalEntry)
    if sought.actor_id is not None:
        query = query.where(JournalEntry.actor_id == sought.actor_id)
    if sought.by_nobody:
        query = query.where(JournalEntry.actor_id.is_(None))
    if sought.kind is not None:
        query = query.where(JournalEntry.subject_kind == sought.kind)
    if sought.since is not None:
        query = query.where(JournalEntry.at >= sought.since)
    if sought.until is not None:
        query = query.where(JournalEntry.at < sought.until)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    return session.scalars(query.order_by(JournalEntry.id.desc()).limit(most)).all()


def move(session: Session, subject: Subject, key: str) -> None:
    """The subject turns out to be another one of its kind, which goes on under this key."""
    session.execute(
        update(JournalEntry)
        .where(JournalEntry.subject_kind == subject.kind, JournalEntry.subject_key == subject.key)
        .values(subject_key=key)
        .execution_options(synchronize_session=False)
    )


def blank(session: Session, subject: Subject) -> None:
    """Who did what stays, and what was before and after goes: a person it told of was erased."""
    session.execute(
        update(JournalEntry)
        .where(JournalEntry.subject_kind == subject.kind, JournalEntry.subject_key == subject.key)
        .values(before={}, after={})
        .execution_options(synchronize_session=False)
    )
