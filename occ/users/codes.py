"""One-time codes at sign-in: six digits that change each half minute (RFC 6238), and backup codes.

Every code counts once: that is one conditional UPDATE, or a DELETE, whose row count is checked.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.numerals import in_latin
from occ.core.secrets import digest, vault_of
from occ.users.code_models import BackupCode, SignInCode

BACKUP_CODES = 10
SETTING_UP = timedelta(minutes=10)
"""So long a secret is shown that no code has turned on: it was asked for with the password."""
_STEP = 30  # seconds
_DRIFT = (0, -1, 1)  # steps that a phone's clock may be off
_BACKUP_BYTES = 10  # 80 bits: nobody finds one from its digest
_APART = re.compile(r"[\s\u200c-\u200f-]+")


def is_on(session: Session, user_id: int) -> bool:
    return bool(session.scalar(select(SignInCode.is_on).where(SignInCode.user_id == user_id)))


def waiting(session: Session, user_id: int, now: datetime) -> str | None:
    """The secret that waits for its first code, if one does. Raises SealedElsewhere."""
    sealed = session.scalar(
        select(SignInCode.sealed).where(SignInCode.user_id == user_id, *_waits(now))
    )
    return vault_of(session).open(sealed) if sealed else None


def prepare(session: Session, user_id: int, now: datetime) -> bool:
    """Make a new secret, of no use until it is turned on; False where one is on already."""
    sealed = vault_of(session).seal(pyotp.random_base32())
    fresh = {"sealed": sealed, "made_at": now, "last_step": 0}
    made = session.execute(
        insert(session, SignInCode.__table__)
        .values(user_id=user_id, is_on=False, **fresh)
        .on_conflict_do_update(
            index_elements=["user_id"], set_=fresh, where=SignInCode.is_on.is_(False)
        )
    )
    return bool(made.rowcount == 1)  # type: ignore[attr-defined]


def address(secret: str, email: str, company: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret, interval=_STEP).provisioning_uri(
        name=email, issuer_name=company or "OCC"
    )


def turn_on(session: Session, user_id: int, typed: str, now: datetime) -> bool:
    """By the first code of the secret that waits. Raises SealedElsewhere."""
    return _use(session, user_id, typed, now, *_waits(now))


def use(session: Session, user_id: int, typed: str, now: datetime) -> bool:
    """Whether it is the app's code and has counted for nothing yet. Raises SealedElsewhere."""
    return _use(session, user_id, typed, now, SignInCode.is_on.is_(True))


def use_backup(session: Session, user_id: int, typed: str) -> bool:
    """Whether it is one of the user's backup codes; it is none any more."""
    used = session.execute(
        delete(BackupCode).where(BackupCode.user_id == user_id, BackupCode.digest == _digest(typed))
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def renew_backups(session: Session, user_id: int) -> Sequence[str]:
    """Ten fresh ones, in groups of four letters; those before them count no more."""
    session.execute(delete(BackupCode).where(BackupCode.user_id == user_id))
    made = [_backup() for _ in range(BACKUP_CODES)]
    session.add_all(BackupCode(digest=_digest(code), user_id=user_id) for code in made)
    return made


def backups_left(session: Session, user_id: int) -> int:
    mine = select(func.count()).select_from(BackupCode).where(BackupCode.user_id == user_id)
    return session.scalar(mine) or 0


def turn_off(session: Session, user_id: int) -> bool:
    """Whether they were on."""
    gone = session.execute(
        delete(SignInCode).where(SignInCode.user_id == user_id, SignInCode.is_on)
    )
    session.execute(delete(BackupCode).where(BackupCode.user_id == user_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _waits(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignInCode.is_on.is_(False), SignInCode.made_at > now - SETTING_UP


def _use(
    session: Session, user_id: int, typed: str, now: datetime, *which: ColumnElement[bool]
) -> bool:
    mine = SignInCode.user_id == user_id, *which
    sealed = session.scalar(select(SignInCode.sealed).where(*mine))
    if sealed is None:
        return False
    step = _step_of(vault_of(session).open(sealed), typed, now)
    if step is None:
        return False
    used = session.execute(
        update(SignInCode)
        .where(*mine, SignInCode.sealed == sealed, SignInCode.last_step < step)
        .values(last_step=step, is_on=True)
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, of those that may count now."""
    code, app = _bare(typed), pyotp.TOTP(secret, interval=_STEP)
    present = int(now.timestamp()) // _STEP
    steps = (present + drift for drift in _DRIFT)
    fits = (step for step in steps if hmac.compare_digest(app.generate_otp(step), code))
    return next(fits, None)


def _backup() -> str:
    letters = base64.b32encode(secrets.token_bytes(_BACKUP_BYTES)).decode().lower()
    return "-".join(letters[first : first + 4] for first in range(0, len(letters), 4))


def _digest(typed: str) -> str:
    return digest(_bare(typed))


def _bare(typed: str) -> str:
    """As people type it: in any digits, with blanks or dashes between, in capitals."""
    code = _APART.sub("", in_latin(typed)).lower()
    return code if code.isascii() else ""
