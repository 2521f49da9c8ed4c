"""Accounts handed out: add one, find it, lock it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.credentials import page_keys
from occ.credentials.models import Account, Carriage, State


def add(session: Session, values: dict[str, object]) -> tuple[Account, bool]:
    """A new account of these columns; the one made before, and False, for the same client_id."""
    made = session.execute(
        insert(session, Account.__table__)
        .values(values)
        .on_conflict_do_nothing(index_elements=["starter_id", "client_id"])
        .returning(Account.id)
    ).scalar_one_or_none()
    if made is not None:
        return session.get_one(Account, made), True
    return session.scalars(
        select(Account).where(
            Account.starter_id == values["starter_id"], Account.client_id == values["client_id"]
        )
    ).one(), False


def by_key(session: Session, key: str) -> Account:
    """Raises NotFound."""
    found = session.scalar(select(Account).where(Account.key == key))
    if found is None:
        raise NotFound(say("There is no such account."))
    return found


def by_page(session: Session, page_key: str) -> Account:
    """Whose page a one-time address opens. Raises NotFound."""
    key = page_keys.account_key(session, page_key)
    found = key and session.scalar(select(Account).where(Account.key == key))
    if not found:
        raise NotFound(say("This address opens nothing. It may be cut short: copy all of it."))
    return found


def locked(session: Session, account_id: int) -> Account:
    found: Account = lock_row(session, select(Account).where(Account.id == account_id))
    return found


def carried_by(session: Session, message_id: int) -> Account | None:
    """Whose credentials a message carries."""
    return session.scalar(
        select(Account)
        .join(Carriage, Carriage.account_id == Account.id)
        .where(Carriage.message_id == message_id)
    )


def waiting(session: Session, most: int) -> Sequence[Account]:
    """Those whose choice was made and that can't leave yet, the oldest first."""
    return session.scalars(
        select(Account).where(Account.state == State.WAITING).order_by(Account.id).limit(most)
    ).all()


def kept_of(session: Session, user_id: int) -> Sequence[int]:
    """Ids of a user's own of which something is left: to leave, to arrive, or to purge."""
    return session.scalars(
        select(Account.id)
        .where(Account.user_id == user_id, Account.ends_at.is_not(None))
        .order_by(Account.id)
    ).all()


def last_phone(session: Session, user_id: int) -> str:
    """Where the user's newest went by message; empty where none has."""
    found = session.scalar(
        select(Account.phone)
        .where(Account.user_id == user_id, Account.phone.is_not(None))
        .order_by(Account.id.desc())
        .limit(1)
    )
    return found or ""


def ending(session: Session, now: datetime, most: int) -> Sequence[int]:
    """Ids of those with something to end or to purge."""
    return session.scalars(
        select(Account.id).where(Account.ends_at <= now).order_by(Account.ends_at).limit(most)
    ).all()


def purge(account: Account) -> None:
    """Nothing secret is left of it, and nothing to end."""
    account.sealed = account.ends_at = None
