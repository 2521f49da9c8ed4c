"""Issue pairs, load batches by them, list what was loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from occ.billing.batch_models import Batch, BatchPair
from occ.billing.pair_codes import label
from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.settings import store
from occ.settings.pages import BatchSettings
from occ.users.models import User

LONGEST_DESCRIPTION = 120
_LEFT = Batch.messages - Batch.used - Batch.reserved


class Loaded(NamedTuple):
    """A row of the panel: the batch and the name of who loaded it."""

    batch: Batch
    loaded_by: str | None


def issue(session: Session, pairs: Sequence[tuple[str, str]], messages: int, now: datetime) -> None:
    """Keep new pairs (code, digest of the password), each worth so many messages."""
    session.add_all(
        BatchPair(code=code, password_hash=digest, messages=messages, issued_at=now)
        for code, digest in pairs
    )


def pair(session: Session, code: str) -> BatchPair | None:
    return session.scalar(select(BatchPair).where(BatchPair.code == code))


def by_number(session: Session, number: str) -> Batch:
    """As it stands in an address. Raises NotFound."""
    batch = session.get(Batch, _number(number))
    if batch is None:
        raise NotFound(say("There is no batch %(number)s.", number=number))
    return batch


def _number(typed: str) -> int:
    """-1, which no batch has, for what is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def pairs(session: Session) -> Sequence[BatchPair]:
    """The newest first."""
    return session.scalars(select(BatchPair).order_by(BatchPair.id.desc())).all()


def revoke(session: Session, pair_id: int, now: datetime) -> bool:
    """False where it was loaded or revoked before."""
    revoked = session.execute(
        update(BatchPair)
        .where(
            BatchPair.id == pair_id, BatchPair.batch_id.is_(None), BatchPair.revoked_at.is_(None)
        )
        .values(revoked_at=now)
    )
    return bool(revoked.rowcount == 1)  # type: ignore[attr-defined]


def load(
    session: Session, pair_id: int, description: str, actor_id: int | None, now: datetime
) -> Batch | None:
    """The batch of a pair; None where it was loaded or revoked before.

    The pair's row is locked first: of two who press at the same instant one loads it.
    """
    found: BatchPair = lock_row(session, select(BatchPair).where(BatchPair.id == pair_id))
    if found.batch_id is not None or found.revoked_at is not None:
        return None
    batch = Batch(
        description=description or label(found.code),
        messages=found.messages,
        loaded_at=now,
        loaded_by_id=actor_id,
    )
    session.add(batch)
    session.flush()
    found.batch_id = batch.id
    return batch


def left(session: Session) -> int:
    """Messages of all batches that may still be sent."""
    return session.scalar(select(func.sum(_LEFT))) or 0


def low(session: Session) -> int | None:
    """How many messages are left where administrators are to be warned of it.

    None also where none was ever loaded: who does without batches is not warned of their end.
    """
    below = store.load(session, BatchSettings).warn_below
    if not below:
        return None
    left = session.scalar(select(func.sum(_LEFT)))
    return left if left is not None and left < below else None


def loaded(
    session: Session, sought: str = "", before: int | None = None, most: int | None = None
) -> list[Loaded]:
    """The newest first: by description or number where something is sought, below `before`."""
    found: Select[Batch, str] = select(Batch, User.name).outerjoin(
        User, User.id == Batch.loaded_by_id
    )
    if sought:
        like = Batch.description.icontains(sought, autoescape=True)
        found = found.where(or_(like, Batch.id == _number(sought)))
    if before is not None:
        found = found.where(Batch.id < before)
    rows = session.execute(found.order_by(Batch.id.desc()).limit(most))
    return [Loaded(batch, name) for batch, name in rows]
