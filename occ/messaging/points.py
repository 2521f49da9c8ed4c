"""What SMS take of the account at a provider, in its own unit, as it told lately (C8)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.messaging.funds import Known
from occ.messaging.models import Attempt, Message

MILLIONTHS = 1_000_000
RECENT = 1000
"""Attempts: a price that has changed counts soon, and no page looks through all there were."""


def a_part(session: Session, provider: str) -> Mapping[str, Decimal]:
    """By country, where the provider tells; the mean of its networks."""
    newest = session.scalar(select(func.max(Attempt.id))) or 0
    rows = session.execute(
        select(
            Message.country,
            func.sum(Attempt.points),
            func.sum(func.coalesce(Message.parts_billed, Message.parts)),
        )
        .join(Message, Message.id == Attempt.message_id)
        .where(
            Attempt.id > newest - RECENT, Attempt.points.is_not(None), Message.provider == provider
        )
        .group_by(Message.country)
    )
    return {
        country: Decimal(int(points)) / MILLIONTHS / int(parts)
        for country, points, parts in rows
        if country and points
    }


def buys(known: Known, price: Decimal | None) -> int | None:
    """For how many SMS of one part the account's balance lasts; None where nobody can tell."""
    if known.funds is None or known.funds.amount is None or not price:
        return None
    return max(0, int(known.funds.amount / price))


def millionths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * MILLIONTHS)
