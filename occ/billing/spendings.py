"""What each cause takes from a wallet, day by day: counted as it is spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.billing.models import Reservation, Spending
from occ.core.db import insert


def add(session: Session, reservation: Reservation, now: datetime) -> None:
    """One message more."""
    upsert = insert(session, Spending.__table__).values(
        wallet_id=reservation.wallet_id,
        day=reservation.counted_on,
        cause=reservation.cause,
        messages=1,
        parts=reservation.billed,
        spent=reservation.spent,
        last_at=now,
    )
    session.execute(
        upsert.on_conflict_do_update(
            index_elements=["wallet_id", "day", "cause"],
            set_={
                "messages": Spending.messages + 1,
                "parts": Spending.parts + upsert.excluded.parts,
                "spent": Spending.spent + upsert.excluded.spent,
                "last_at": now,
            },
        )
    )


def take_back(session: Session, reservation: Reservation, now: datetime) -> None:
    """It was refunded."""
    session.execute(
        update(Spending)
        .where(
            Spending.wallet_id == reservation.wallet_id,
            Spending.day == reservation.counted_on,
            Spending.cause == reservation.cause,
        )
        .values(
            messages=Spending.messages - 1,
            parts=Spending.parts - reservation.billed,
            spent=Spending.spent - reservation.spent,
            last_at=now,
        )
        .execution_options(synchronize_session=False)
    )


def of(session: Session, wallet_id: int, most: int = 100) -> Sequence[Spending]:
    """The newest first."""
    return session.scalars(
        select(Spending)
        .where(Spending.wallet_id == wallet_id)
        .order_by(Spending.last_at.desc())
        .limit(most)
    ).all()


def since(session: Session, wallet_id: int, day: date) -> Sequence[Spending]:
    return session.scalars(
        select(Spending).where(Spending.wallet_id == wallet_id, Spending.day >= day)
    ).all()
