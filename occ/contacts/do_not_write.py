"""Our own list of numbers that no campaign is sent to: those we put there, and STOP.

The operators' blacklist is another thing: contacts/operators_blacklist.py.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers
from occ.contacts.number_models import DoNotWrite, Origin, PhoneNumber
from occ.core.db import insert

LONGEST_REASON = 200
_LIFTED = {Origin.OURS: (Origin.OURS,), Origin.STOP: (Origin.STOP, Origin.ERASED)}


def add(
    session: Session,
    number_id: int,
    origin: Origin,
    reason: str,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Put a number (id) on the list; False where it stands there.

    A STOP replaces an entry of ours: from then on only the person takes it back.
    """
    phone_numbers.lock(session, [number_id])
    if origin is Origin.STOP:
        _lift(session, number_id, Origin.OURS, None, now)
    added = session.execute(
        insert(session, DoNotWrite.__table__)
        .values(
            number_id=number_id,
            origin=origin,
            reason=reason[:LONGEST_REASON],
            since=now,
            added_by_id=actor_id,
        )
        .on_conflict_do_nothing()
        .returning(DoNotWrite.id)
    )
    return added.scalar_one_or_none() is not None


def lift(
    session: Session, number_id: int, origin: Origin, actor_id: int | None, now: datetime
) -> bool:
    """Take it off the list where it stands for that reason; whether it did.

    What lifts a STOP also lifts what stayed when the person was erased.
    """
    phone_numbers.lock(session, [number_id])
    return _lift(session, number_id, origin, actor_id, now)


def holds(session: Session, phones: Collection[str]) -> set[str]:
    """Those of the numbers (E.164) that are on the list."""
    found: set[str] = set()
    for part in phone_numbers.slices(phones):
        query = (
            select(PhoneNumber.phone)
            .join(DoNotWrite, DoNotWrite.number_id == PhoneNumber.id)
            .where(PhoneNumber.phone.in_(part), DoNotWrite.lifted_at.is_(None))
        )
        found |= {str(phone) for phone in session.scalars(query)}
    return found


def entries(session: Session, number_ids: Collection[int]) -> dict[int, DoNotWrite]:
    """The present entries of numbers, by their ids."""
    query = select(DoNotWrite).where(
        DoNotWrite.number_id.in_(number_ids), DoNotWrite.lifted_at.is_(None)
    )
    return {each.number_id: each for each in session.scalars(query)}


def _lift(
    session: Session, number_id: int, origin: Origin, actor_id: int | None, now: datetime
) -> bool:
    lifted = session.execute(
        update(DoNotWrite)
        .where(
            DoNotWrite.number_id == number_id,
            DoNotWrite.origin.in_(_LIFTED[origin]),
            DoNotWrite.lifted_at.is_(None),
        )
        .values(lifted_at=now, lifted_by_id=actor_id)
        .execution_options(synchronize_session=False)
    )
    return bool(lifted.rowcount)  # type: ignore[attr-defined]
