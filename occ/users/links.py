"""One-time links to choose a password: shown once, kept as a digest, good for two days."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.words import say
from occ.users.models import OneTimeLink, User

GOOD_FOR = timedelta(days=2)


def make(session: Session, user_id: int, now: datetime) -> str:
    """A fresh token; every earlier link of the user's ends."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(24)
    session.add(OneTimeLink(user_id=user_id, digest=_digest(token), expires_at=now + GOOD_FOR))
    session.flush()
    return token


def owner(session: Session, token: str, now: datetime) -> User:
    """Raises NotFound for a link that is unknown, used or over."""
    user = session.scalar(
        select(User)
        .join(OneTimeLink, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.digest == _digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    if user is None:
        raise NotFound(
            say("This link has been used or is over. Ask your administrator for a new one.")
        )
    return user


def use(session: Session, token: str, now: datetime) -> User:
    """Raises NotFound; of two at once, one."""
    user = owner(session, token, now)
    used = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.digest == _digest(token), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(
            say("This link has been used or is over. Ask your administrator for a new one.")
        )
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
