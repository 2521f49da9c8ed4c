"""Sessions: one a browser that signed in. The browser holds a token, the row its digest."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.secrets import digest
from occ.users.models import BrowserSession, User

LASTS = timedelta(days=14)
"""Without a request; a cookie is prolonged by each."""
NOTED_EVERY = timedelta(minutes=5)
LONGEST_NAME = 300


def begin(session: Session, user_id: int, browser: str, now: datetime) -> str:
    """A new session of the user's; the token that proves it. Those long unused are forgotten."""
    session.execute(
        delete(BrowserSession).where(
            BrowserSession.user_id == user_id, BrowserSession.seen_at < now - LASTS
        )
    )
    token = secrets.token_urlsafe(18)
    session.add(
        BrowserSession(
            key=ids.new("ses"),
            user_id=user_id,
            digest=digest(token),
            browser=browser[:LONGEST_NAME],
            created_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def owner(session: Session, token: str) -> tuple[User, BrowserSession] | None:
    found = session.execute(
        select(User, BrowserSession)
        .join(BrowserSession, BrowserSession.user_id == User.id)
        .where(BrowserSession.digest == digest(token), User.disabled_at.is_(None))
    ).one_or_none()
    return (found[0], found[1]) if found else None


def seen(session: Session, session_id: int, now: datetime) -> None:
    found = session.get(BrowserSession, session_id)
    if found:
        found.seen_at = now


def of(session: Session, user_id: int) -> Sequence[BrowserSession]:
    """The last seen first."""
    mine = select(BrowserSession).where(BrowserSession.user_id == user_id)
    return session.scalars(mine.order_by(BrowserSession.seen_at.desc())).all()


def end(session: Session, session_ids: Sequence[int]) -> None:
    session.execute(delete(BrowserSession).where(BrowserSession.id.in_(session_ids)))
