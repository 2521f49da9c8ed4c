"""How fast bulk leaves a sender, and a campaign with a rate of its own, over all processes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from occ.campaigns.models import SenderPace
from occ.campaigns.rate import Rate
from occ.core.db import insert


def take(session: Session, sender: str, parts: int, rate: Rate, now: datetime) -> bool:
    """Claim the time that so many parts need at this rate; whether it was free.

    One conditional UPDATE: the next claim is free once this one's time is over, so no two
    processes together send faster than one alone.
    """
    at, cost = milliseconds(now), rate.milliseconds(parts)
    session.execute(
        insert(session, SenderPace.__table__)
        .values(sender=sender, free_at=0)
        .on_conflict_do_nothing()
    )
    begins = case((SenderPace.free_at < at - cost, at), else_=SenderPace.free_at)
    taken = session.execute(
        update(SenderPace)
        .where(SenderPace.sender == sender, SenderPace.free_at <= at)
        .values(free_at=begins + cost)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def free_in(session: Session, sender: str, now: datetime) -> float:
    """Seconds until the sender may take more."""
    free_at = session.scalar(select(SenderPace.free_at).where(SenderPace.sender == sender)) or 0
    return float(max(0, free_at - milliseconds(now)) / 1000)


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
