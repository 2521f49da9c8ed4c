"""Numbers that operators will not deliver to, as the providers reported them (E3, E4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers
from occ.contacts.number_models import OperatorsBlacklisted, PhoneNumber
from occ.core.db import insert
from occ.settings import store
from occ.settings.pages import CampaignSettings


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


def left_out_since(session: Session, now: datetime) -> datetime | None:
    """Whom it held since then no campaign by SMS goes to; None: a setting lets it try."""
    days = store.load(session, CampaignSettings).blacklist_days
    return now - timedelta(days=days) if days else None


def reported(since: datetime) -> ColumnElement[bool]:
    """Of a row of PhoneNumber: whether any provider has named it since."""
    return exists().where(
        OperatorsBlacklisted.number_id == PhoneNumber.id, OperatorsBlacklisted.reported_at >= since
    )


def left_out(session: Session, phones: Collection[str], now: datetime) -> set[str]:
    since = left_out_since(session, now)
    return holds(session, phones, since) if since else set()


def holds(session: Session, phones: Collection[str], since: datetime) -> set[str]:
    """Those of the numbers (E.164) that were reported since, by any provider."""
    found: set[str] = set()
    for part in phone_numbers.slices(phones):
        query = select(PhoneNumber.phone).where(PhoneNumber.phone.in_(part), reported(since))
        found |= {str(phone) for phone in session.scalars(query)}
    return found


def entries(session: Session, number_ids: Collection[int]) -> Sequence[OperatorsBlacklisted]:
    query = select(OperatorsBlacklisted).where(OperatorsBlacklisted.number_id.in_(number_ids))
    return session.scalars(query.order_by(OperatorsBlacklisted.id)).all()
