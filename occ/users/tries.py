"""Sign-in tries, counted on one row with a conditional UPDATE: no burst slips through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.errors import TooMany
from occ.core.words import say
from occ.users.models import SignInTries

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 10
MOST_PER_ADDRESS = 50


def take(session: Session, key: str, most: int, now: datetime) -> datetime | None:
    """Count one try; None where it may go on, else the time from when it may."""
    table = SignInTries
    statement = insert(session, table.__table__).values(
        key=key, window_ends_at=now + WINDOW, count=1
    )
    over = table.window_ends_at <= now
    taken = session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=table.count + 1),
                "window_ends_at": case((over, now + WINDOW), else_=table.window_ends_at),
            },
            where=or_(over, table.count < most),
        ).returning(table.count)
    ).scalar_one_or_none()
    if taken is not None:
        return None
    return session.scalar(select(table.window_ends_at).where(table.key == key))


def demand(session: Session, limits: Mapping[str, int], now: datetime) -> None:
    """Count one try at each key, at most so many each. Raises TooMany."""
    for key, most in limits.items():
        until = take(session, key, most, now)
        if until:
            minutes = max(1, round((until - now).total_seconds() / 60))
            raise TooMany(say("Too many tries. Again in %(minutes)s min.", minutes=minutes))


def clear(session: Session, key: str) -> None:
    """A right password forgets the wrong ones before it."""
    session.execute(delete(SignInTries).where(SignInTries.key == key))


def forget(session: Session, now: datetime) -> None:
    """Those of windows that are over count no more."""
    session.execute(delete(SignInTries).where(SignInTries.window_ends_at <= now))


def give_back(session: Session, key: str) -> None:
    """Take one try off the count again."""
    session.execute(
        update(SignInTries)
        .where(SignInTries.key == key, SignInTries.count > 0)
        .values(count=SignInTries.count - 1)
    )
