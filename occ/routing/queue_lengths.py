"""How many wait in each queue, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.services.models import Service


class Queue(NamedTuple):
    key: str
    name: str
    waiting: int
    oldest: datetime | None


def queues(session: Session) -> list[Queue]:
    """Of every live service, Unassigned among them, in the order of their names."""
    # Written into the statement: SQLite takes a partial index only for what it can read there.
    waits = Conversation.state == literal(State.WAITING, literal_execute=True)
    counted = (
        select(
            Conversation.service_id,
            func.count().label("waiting"),
            func.min(Conversation.waiting_since).label("oldest"),
        )
        .where(waits)
        .group_by(Conversation.service_id)
        .subquery()
    )
    found = session.execute(
        select(Service.key, Service.name, func.coalesce(counted.c.waiting, 0), counted.c.oldest)
        .outerjoin(counted, counted.c.service_id == Service.id)
        .where(Service.archived_at.is_(None))
        .order_by(Service.name)
    )
    return [Queue(*row) for row in found]
