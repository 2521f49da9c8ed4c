"""A user turns one-time codes at sign-in on or off, or makes new backup codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Conflict, NotAllowed
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows import enter_code
from occ.journal import entries as journal
from occ.journal.entries import Subject
from occ.users import accounts, codes
from occ.users.models import User


def prepare(session: Session, user_id: int, now: datetime) -> None:
    """Make the secret that the user's app is to be shown. Raises Conflict where codes are on."""
    if not codes.prepare(session, user_id, now):
        raise Conflict(say("Your sign-in codes are on already."), "codes_on")


def turn_on(session: Session, user_id: int, typed: str, now: datetime) -> Sequence[str]:
    """By the first code of the app; the backup codes, to be shown once. Raises WrongCode."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    if not codes.turn_on(session, user_id, typed, now):
        raise enter_code.WrongCode
    enter_code.forget_tries(session, user_id)
    journal.write(session, user_id, "codes_turned_on", Subject("user", user.key), now)
    return codes.renew_backups(session, user_id)


def new_backups(session: Session, user_id: int, typed: str, now: datetime) -> Sequence[str]:
    """Raises WrongCode, Conflict where codes are off."""
    user = _proven(session, user_id, typed, now)
    journal.write(session, user_id, "backup_codes_made", Subject("user", user.key), now)
    return codes.renew_backups(session, user_id)


def turn_off(session: Session, user_id: int, typed: str, now: datetime) -> None:
    """Raises WrongCode, Conflict where codes are off."""
    user = _proven(session, user_id, typed, now)
    codes.turn_off(session, user_id)
    journal.write(session, user_id, "codes_turned_off", Subject("user", user.key), now)


def turn_off_for(session: Session, actor_id: int | None, key: str, now: datetime) -> None:
    """An administrator, or the command, for somebody whose app is lost.

    Raises NotFound, Conflict, NotAllowed for one's own: those ask for a code.
    """
    user = accounts.by_key(session, key)
    if user.id == actor_id:
        raise NotAllowed(say("You turn your own sign-in codes off in My profile, by a code."))
    if not codes.turn_off(session, user.id):
        raise Conflict(say("Sign-in codes of %(name)s are off.", name=user.name), "codes_off")
    journal.write(session, actor_id, "codes_turned_off", Subject("user", user.key), now)


def _proven(session: Session, user_id: int, typed: str, now: datetime) -> User:
    user: User = lock_row(session, select(User).where(User.id == user_id))
    if not codes.is_on(session, user_id):
        raise Conflict(say("Your sign-in codes are off."), "codes_off")
    enter_code.use(session, user_id, typed, now)
    return user
