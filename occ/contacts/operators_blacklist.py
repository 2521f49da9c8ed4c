"""Numbers that operators will not deliver to, as the providers reported them (E3, E4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers
from occ.contacts.number_models import OperatorsBlacklisted, PhoneNumber
from occ.core.db import insert


def report(session: Session, phone: str, provider: str, code: str, now: datetime) -> None:
    """Note that a provider said so of a number (E.164), and by which code of its own."""
    [number_id] = phone_numbers.rows(session, [phone], now).values()
    statement = insert(session, OperatorsBlacklisted.__table__).values(
        number_id=number_id, provider=provider, code=code, reported_at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["number_id", "provider"], set_={"code": code, "reported_at": now}
        )
    )


def holds(session: Session, phones: Collection[str], provider: str | None = None) -> set[str]:
    """Those of the numbers (E.164) that were reported, by one provider or by any."""
    found: set[str] = set()
    for part in phone_numbers.slices(phones):
        query = (
            select(PhoneNumber.phone)
            .join(OperatorsBlacklisted, OperatorsBlacklisted.number_id == PhoneNumber.id)
            .where(PhoneNumber.phone.in_(part))
        )
        if provider is not None:
            query = query.where(OperatorsBlacklisted.provider == provider)
        found |= {str(phone) for phone in session.scalars(query)}
    return found


def entries(session: Session, number_ids: Collection[int]) -> Sequence[OperatorsBlacklisted]:
    query = select(OperatorsBlacklisted).where(OperatorsBlacklisted.number_id.in_(number_ids))
    return session.scalars(query.order_by(OperatorsBlacklisted.id)).all()
