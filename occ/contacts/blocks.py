"""Contacts who are blocked, and of whom somebody asks it: one row a contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, nulls_first, select
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Block, Contact
from occ.core.db import insert

LONGEST_REASON = 200
MOST_LISTED = 500


class Listed(NamedTuple):
    block: Block
    contact: Contact


def ask(session: Session, contact_id: int, user_id: int, reason: str, now: datetime) -> bool:
    """False where it is asked, or done, already."""
    asked = session.execute(
        insert(session, Block.__table__)
        .values(contact_id=contact_id, reason=reason, asked_by_id=user_id, asked_at=now)
        .on_conflict_do_nothing()
        .returning(Block.contact_id)
    )
    return asked.scalar_one_or_none() is not None


def put(session: Session, contact_id: int, user_id: int, reason: str, now: datetime) -> None:
    """Whoever had asked for it stays named, and so does their reason where none is given."""
    done = {"blocked_by_id": user_id, "blocked_at": now}
    session.execute(
        insert(session, Block.__table__)
        .values(contact_id=contact_id, reason=reason, asked_at=now, **done)
        .on_conflict_do_update(
            index_elements=["contact_id"], set_={**done, **({"reason": reason} if reason else {})}
        )
    )


def lift(session: Session, contact_id: int) -> bool:
    gone = session.execute(
        delete(Block).where(Block.contact_id == contact_id).returning(Block.contact_id)
    )
    return gone.scalar_one_or_none() is not None


def of(session: Session, contact_id: int) -> Block | None:
    return session.scalar(
        select(Block)
        .where(Block.contact_id == contact_id)
        .execution_options(populate_existing=True)
    )


def is_blocked(session: Session, contact_id: int) -> bool:
    found = of(session, contact_id)
    return found is not None and found.blocked_at is not None


def silences(session: Session, address_id: int) -> bool:
    """Whether nothing is to answer the address by itself: its contact is blocked."""
    blocked = exists().where(
        Address.id == address_id,
        Block.contact_id == Address.contact_id,
        Block.blocked_at.is_not(None),
    )
    return bool(session.scalar(select(blocked)))


def listed(session: Session, most: int = MOST_LISTED) -> Sequence[Listed]:
    """What is asked for first; then the newest."""
    rows = session.execute(
        select(Block, Contact)
        .join(Contact, Contact.id == Block.contact_id)
        .order_by(nulls_first(Block.blocked_at.desc()), Block.contact_id)
        .limit(most)
    )
    return [Listed(*row) for row in rows]


def carry(session: Session, before_id: int, owner_id: int) -> None:
    """Two turn out to be one person: whoever is blocked stays so."""
    before, owner = of(session, before_id), of(session, owner_id)
    if before is None:
        return
    if owner is None:
        kept = {
            name: getattr(before, name)
            for name in ("reason", "asked_by_id", "asked_at", "blocked_by_id", "blocked_at")
        }
        session.add(Block(contact_id=owner_id, **kept))
    elif owner.blocked_at is None:
        owner.blocked_by_id, owner.blocked_at = before.blocked_by_id, before.blocked_at
    session.delete(before)
    session.flush()
