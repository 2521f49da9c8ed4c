"""How long somebody who writes now will probably wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.routing import staff

_HOUR = timedelta(hours=1)
_BEGUN_WITHIN = timedelta(hours=8)
_FEWEST = 3
"""Of less nothing follows."""
NOTHING = timedelta(0)


def place_of(session: Session, conversation: Conversation) -> int:
    """In the queue of its service; 1 for who is next."""
    mine = (conversation.queue_rank, conversation.waiting_since, conversation.id)
    rank, since, number = (
        Conversation.queue_rank,
        Conversation.waiting_since,
        Conversation.id,
    )
    before = or_(
        rank < mine[0],
        (rank == mine[0]) & (since < mine[1]),
        (rank == mine[0]) & (since == mine[1]) & (number < mine[2]),
    )
    ahead = session.scalar(select(func.count()).where(_waits_in(conversation.service_id), before))
    return 1 + (ahead or 0)


def wait(session: Session, service_id: int, place: int, now: datetime) -> timedelta | None:
    """At the pace at which the service took conversations in the last hour; None: nobody knows."""
    taken = session.scalar(
        select(func.count()).where(
            Conversation.service_id == service_id,
            Conversation.opened_at > now - _BEGUN_WITHIN,
            Conversation.first_accepted_at > now - _HOUR,
        )
    )
    return place * _HOUR / taken if taken and taken >= _FEWEST else None


def of_newcomer(session: Session, service_id: int, now: datetime) -> timedelta | None:
    """Of whoever writes now: nothing where somebody is free; None where nobody knows."""
    waiting = session.scalar(select(func.count()).where(_waits_in(service_id))) or 0
    if not waiting and staff.of(session, service_id, now).free:
        return NOTHING
    return wait(session, service_id, waiting + 1, now)


def _waits_in(service_id: int) -> ColumnElement[bool]:
    waits = Conversation.state == State.WAITING
    return (Conversation.service_id == service_id) & waits
