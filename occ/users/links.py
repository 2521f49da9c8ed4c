"""One-time links to choose a password: shown once, kept as a digest, good for two days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.secrets import digest
from occ.core.words import say
from occ.users.models import OneTimeLink, User

GOOD_FOR = timedelta(days=2)


def make(session: Session, user_id: int, now: datetime) -> str:
    """A fresh token; every earlier link of the user's ends."""
    link_id, token = prepare(session, user_id, now)
    allow(session, link_id)
    return token


def prepare(session: Session, user_id: int, now: datetime) -> tuple[int, str]:
    """A fresh link and its token, of no use until it is allowed; every earlier one ends."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(24)
    link = OneTimeLink(
        user_id=user_id, digest=digest(token), expires_at=now + GOOD_FOR, usable=False
    )
    session.add(link)
    session.flush()
    return link.id, token


def allow(session: Session, link_id: int) -> None:
    """The message that carries the link was accepted: from now on it opens."""
    session.execute(update(OneTimeLink).where(OneTimeLink.id == link_id).values(usable=True))


def end(session: Session, link_id: int, now: datetime) -> None:
    """It opens no more, if it ever did."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )


def owner(session: Session, token: str, now: datetime) -> User:
    """Raises NotFound for a link that is unknown, used, over, or not yet on its way."""
    found = session.execute(
        select(User, OneTimeLink.usable)
        .join(OneTimeLink, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.digest == digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.disabled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(
            say("This link has been used or is over. Ask your administrator for a new one.")
        )
    user, usable = found
    if not usable:
        raise NotFound(say("This link opens in a moment: its message is still on its way."))
    return user


def use(session: Session, token: str, now: datetime) -> User:
    """Raises NotFound; of two at once, one."""
    user = owner(session, token, now)
    used = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.digest == digest(token), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(
            say("This link has been used or is over. Ask your administrator for a new one.")
        )
    return user
