"""Who has the right password enters a one-time code, or a backup code, and is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Conflict, OccError
from occ.core.locks import lock_row
from occ.core.secrets import SealedElsewhere
from occ.core.words import say
from occ.flows import people
from occ.journal import entries as journal
from occ.users import codes, tries
from occ.users.models import User

MOST_TRIES = 5
"""Of one user's in a window (tries.WINDOW). Whoever has the password and tries all day long gets
in on one day of seven hundred; each wrong code stands in the user's Events."""


class WrongCode(OccError):
    status = 422
    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__(
            say(
                "This code is wrong, over or used. Wait for the next one in your app; the clock "
                "of your phone must be right."
            )
        )


def count_try(session: Session, user_id: int, now: datetime) -> None:
    """Before a code is looked at. Raises TooMany."""
    tries.demand(session, {_key(user_id): MOST_TRIES}, now)


def enter(
    session: Session, user_id: int, epoch: int, typed: str, network_address: str, now: datetime
) -> User | None:
    """None where the password has to be proved again: it was changed, the user disabled, or
    their codes turned off, since it was proved in `epoch`.

    Raises WrongCode, also for one that has counted before; Conflict where it can't be told.
    """
    still = User.id == user_id, User.epoch == epoch, User.disabled_at.is_(None)
    user: User | None = lock_row(session, select(User).where(*still))
    if user is None or not codes.is_on(session, user_id):
        return None
    use(session, user_id, typed, now)
    people.signed_in(session, user_id, network_address, now)
    return user


def was_wrong(session: Session, user_id: int, now: datetime) -> None:
    """Somebody has the password and not the app: the user is to see it."""
    user = session.get_one(User, user_id)
    journal.write(session, user_id, "wrong_code", journal.Subject("user", user.key), now)


def use(session: Session, user_id: int, typed: str, now: datetime) -> None:
    """Raises WrongCode, also for one that has counted before; Conflict where it can't be told."""
    if codes.use_backup(session, user_id, typed):
        user = session.get_one(User, user_id)
        journal.write(session, user_id, "backup_code_used", journal.Subject("user", user.key), now)
    elif not _is_the_apps(session, user_id, typed, now):
        raise WrongCode
    forget_tries(session, user_id)


def forget_tries(session: Session, user_id: int) -> None:
    """A right code forgets the wrong ones before it."""
    tries.clear(session, _key(user_id))


def _is_the_apps(session: Session, user_id: int, typed: str, now: datetime) -> bool:
    try:
        return codes.use(session, user_id, typed, now)
    except SealedElsewhere:
        raise Conflict(
            say(
                "The secret of your codes was sealed on another installation. Enter a backup "
                "code, or ask an administrator to turn your codes off."
            ),
            "sealed_elsewhere",
        ) from None


def _key(user_id: int) -> str:
    return f"code:{user_id}"
