"""A user changes what is their own: name, language, keys and password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.locks import lock_row
from occ.journal import entries as journal
from occ.routing import tell
from occ.users import accounts
from occ.users.models import User


def save(
    session: Session, user_id: int, name: str, language: str, single_keys: bool, now: datetime
) -> User:
    """Raises Invalid."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    before = _own(user)
    user.name, _ = accounts.check(name, user.email or "")
    user.language, user.single_keys = language, single_keys
    after = _own(user)
    if before != after:
        journal.write(
            session,
            user_id,
            "own_profile_changed",
            journal.Subject("user", user.key),
            now,
            before=before,
            after=after,
        )
        session.flush()
        tell.user_changed(session, user_id)
    return user


def _own(user: User) -> dict[str, object]:
    return {"name": user.name, "language": user.language, "single_keys": user.single_keys}


def change_password(session: Session, user_id: int, password_hash: str, now: datetime) -> User:
    """Every session of the user's ends; the one that asked begins again."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    accounts.set_password(session, user_id, user, password_hash, now)
    session.flush()
    tell.signed_out(session, user_id)
    return user
