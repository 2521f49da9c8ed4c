"""What each cause takes from a wallet, day by day: counted as it is spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.billing.models import Reservation, Spending
from occ.core.db import insert_for, plain


def add(session: Session, reservations: Sequence[Reservation], now: datetime) -> None:
    """So many messages more."""
    rows: dict[tuple[int, date, str], dict[str, Any]] = {}
    for each in reservations:
        line = (each.wallet_id, each.counted_on, each.cause)
        row = rows.setdefault(line, {"messages": 0, "parts": 0, "spent": 0})
        row["messages"] += 1
        row["parts"] += each.billed
        row["spent"] += each.spent
    connection, dialect = plain(session)
    for line in sorted(rows):
        named = dict(zip(("wallet_id", "day", "cause"), line, strict=True))
        connection.execute(_add(dialect), {**named, **rows[line], "last_at": now})


@cache
def _add(dialect: str) -> Any:
    upsert = insert_for(dialect, Spending.__table__)
    more = upsert.excluded
    return upsert.on_conflict_do_update(
        index_elements=["wallet_id", "day", "cause"],
        set_={
            "messages": Spending.messages + more.messages,
            "parts": Spending.parts + more.parts,
            "spent": Spending.spent + more.spent,
            "last_at": more.last_at,
        },
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


def of(
    session: Session, wallet_id: int, most: int = 100, before: datetime | None = None
) -> Sequence[Spending]:
    """The newest first, of those before a moment where one is given."""
    query = select(Spending).where(Spending.wallet_id == wallet_id)
    if before is not None:
        query = query.where(Spending.last_at < before)
    return session.scalars(query.order_by(Spending.last_at.desc()).limit(most)).all()


def since(session: Session, wallet_id: int, day: date) -> Sequence[Spending]:
    return session.scalars(
        select(Spending).where(Spending.wallet_id == wallet_id, Spending.day >= day)
    ).all()
