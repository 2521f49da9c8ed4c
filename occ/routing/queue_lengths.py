"""How many wait in each queue, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.services.models import Service

_WAITS = Conversation.state == State.WAITING


class Queue(NamedTuple):
    key: str
    name: str
    waiting: int
    oldest: datetime | None


def backlog(session: Session, which: ColumnElement[bool]) -> tuple[int, datetime | None]:
    """How many wait in those services of `which` together, and since when the first."""
    waiting, oldest = session.execute(
        select(func.count(), func.min(Conversation.waiting_since))
        .join(Service, Service.id == Conversation.service_id)
        .where(_WAITS, which)
    ).one()
    return waiting, oldest


def queues(session: Session) -> list[Queue]:
    """Of every live service, Unassigned among them, in the order of their names."""
    counted = (
        select(
            Conversation.service_id,
            func.count().label("waiting"),
            func.min(Conversation.waiting_since).label("oldest"),
        )
        .where(_WAITS)
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
