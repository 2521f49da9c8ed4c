"""What waits to be sent, and what nobody knows the fate of: figures of the system page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.messaging.models import Attempt, AttemptState, HandOver, Message

_NEWEST = 10
_WAITS = Message.hand_over == HandOver.WAITING
_IS_UNKNOWN = Message.hand_over == HandOver.UNKNOWN


@dataclass(frozen=True)
class Unsent:
    waiting: int
    oldest: datetime | None
    """Since when the longest waiting one is due."""
    unknown: int
    of: Sequence[int]
    """Conversations in which the newest unknown ones stand."""
    alone: Sequence[str]
    """The newest ones that stand in none: their keys."""


def read(session: Session) -> Unsent:
    waiting, oldest = session.execute(
        select(func.count(), func.min(Message.due_at)).where(_WAITS)
    ).one()
    unknown = session.scalar(select(func.count()).select_from(Message).where(_IS_UNKNOWN)) or 0
    newest = session.scalars(
        select(Message.conversation_id)
        .where(_IS_UNKNOWN, Message.conversation_id.is_not(None))
        .order_by(Message.id.desc())
        .limit(_NEWEST)
    )
    stand_in = [each for each in dict.fromkeys(newest) if each is not None]
    alone = session.scalars(
        select(Message.key)
        .where(_IS_UNKNOWN, Message.conversation_id.is_(None))
        .order_by(Message.id.desc())
        .limit(_NEWEST)
    ).all()
    return Unsent(waiting, oldest, unknown, stand_in, alone)


def last_taken(session: Session) -> datetime | None:
    """When the provider last took a message of ours."""
    return session.scalar(
        select(Attempt.ended_at)
        .where(Attempt.state == AttemptState.ACCEPTED)
        .order_by(Attempt.id.desc())
        .limit(1)
    )
