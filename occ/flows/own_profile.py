"""A user changes what is their own: name, language, choices for the console, password."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.locks import lock_row
from occ.journal import entries as journal
from occ.routing import tell
from occ.users import accounts
from occ.users.models import Theme, User


@dataclass(frozen=True)
class Own:
    """What users choose for themselves, by the names of its columns."""

    name: str
    language: str
    single_keys: bool
    enter_sends: bool
    notice_words: bool
    theme: Theme
    dense: bool
    offer_times: int


def of(user: User) -> Own:
    return Own(**{each.name: getattr(user, each.name) for each in fields(Own)})


def save(session: Session, user_id: int, own: Own, now: datetime) -> User:
    """Raises Invalid."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    before = of(user)
    name, _ = accounts.check(own.name, user.email or "")
    after = replace(own, name=name)
    for column, chosen in asdict(after).items():
        setattr(user, column, chosen)
    if before != after:
        journal.write(
            session,
            user_id,
            "own_profile_changed",
            journal.Subject("user", user.key),
            now,
            before=asdict(before),
            after=asdict(after),
        )
        session.flush()
        tell.user_changed(session, user_id)
    return user


def change_password(session: Session, user_id: int, password_hash: str, now: datetime) -> User:
    """Every session of the user's ends; the one that asked begins again."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    accounts.set_password(session, user_id, user, password_hash, now)
    session.flush()
    tell.signed_out(session, user_id)
    return user
