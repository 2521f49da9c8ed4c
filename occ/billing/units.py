"""The units of batches: each is reserved for one message, used when it is accepted, or given back.

Every step is one UPDATE with a condition, so used and reserved are never more than were loaded,
and `messaging/payment.py` keeps in the message whose unit it has (B3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from occ.billing.batch_models import Batch
from occ.core.locks import locked

_HAS_LEFT = Batch.used + Batch.reserved < Batch.messages


def lock_oldest(session: Session, most: int) -> Sequence[int]:
    """Lock the oldest batches with any left, at most so many, the oldest first."""
    query = select(Batch.id).where(_HAS_LEFT).order_by(Batch.id).limit(most)
    return session.scalars(locked(query)).all()


def lock(session: Session, batch_ids: Iterable[int]) -> None:
    for batch_id in sorted(batch_ids):
        session.execute(locked(select(Batch.id).where(Batch.id == batch_id)))


def reserve(session: Session, batch_ids: Iterable[int]) -> int | None:
    """One unit of the first of these with any left: whose it is; None where all are empty."""
    for batch_id in batch_ids:
        if _change(session, batch_id, _HAS_LEFT, reserved=Batch.reserved + 1):
            return batch_id
    return None


def use(session: Session, batch_id: int) -> None:
    """A reserved unit was spent."""
    _demand(session, batch_id, Batch.reserved > 0, reserved=Batch.reserved - 1, used=Batch.used + 1)


def give_back(session: Session, batch_id: int) -> None:
    """A reserved unit was not needed."""
    _demand(session, batch_id, Batch.reserved > 0, reserved=Batch.reserved - 1)


def restore(session: Session, batch_id: int) -> None:
    """A used unit did not arrive."""
    _demand(session, batch_id, Batch.used > 0, used=Batch.used - 1)


def _demand(
    session: Session, batch_id: int, condition: ColumnElement[bool], **values: object
) -> None:
    if not _change(session, batch_id, condition, **values):
        raise AssertionError(f"batch {batch_id} does not hold what its messages say")


def _change(
    session: Session, batch_id: int, condition: ColumnElement[bool], **values: object
) -> bool:
    changed = session.execute(
        update(Batch)
        .where(Batch.id == batch_id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
