"""What needs a person, and how the last hour went: the rest of the live view."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from occ.contacts.models import Block, Contact
from occ.conversations import queries as threads
from occ.conversations.models import Conversation, State
from occ.core.clock import iso
from occ.messaging import window
from occ.messaging.models import FAILED, Message
from occ.routing.board import IS_OPEN, contact, conversations
from occ.routing.models import Ending, Interaction
from occ.services.models import Service
from occ.users.models import User

_ASKED = or_(
    Conversation.first_answered_at.is_(None),
    Conversation.first_answered_at > Conversation.opened_at,
)
_POURED = and_(
    Conversation.state == State.CLOSED,
    Conversation.closed_by_id.is_(None),
    Conversation.first_accepted_at.is_(None),
)
_SHUT_OUT = Conversation.blocked_at.is_not(None) & Conversation.first_accepted_at.is_(None)
BEGUN_BY_CUSTOMERS = _ASKED & ~_POURED & ~_SHUT_OUT
"""What we begin ourselves is answered at the instant it opens. What nobody had and nobody closed
was poured into another of the same customer's: it goes on there, and they gave up nothing. Whoever
is blocked waits for nobody."""
SOON = timedelta(hours=2)
"""So long before a window shuts, whoever has not been answered stands out."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST = 20
_MOST_OF_AN_HOUR = 20_000


def needing(session: Session, now: datetime) -> dict[str, Any]:
    """Windows that shut soon on somebody unanswered, texts of ours that did not arrive, and whom
    an agent asks to block.
    """
    shutting = session.execute(
        conversations(Conversation.last_inbound_at, User.name.label("agent"))
        .outerjoin(User, User.id == Conversation.user_id)
        .where(
            IS_OPEN,
            Conversation.unanswered_since.is_not(None),
            Conversation.last_inbound_at > now - window.LASTS,
            Conversation.last_inbound_at <= now - window.LASTS + SOON,
        )
        .order_by(Conversation.last_inbound_at)
        .limit(MOST)
    ).all()
    failing = session.execute(
        conversations(Conversation.id, User.name.label("agent"))
        .outerjoin(User, User.id == Conversation.user_id)
        .where(IS_OPEN, exists().where(Message.conversation_id == Conversation.id, FAILED))
        .order_by(Conversation.id.desc())
        .limit(MOST)
    ).all()
    failed = threads.failed(session, [row.id for row in failing]) if failing else {}
    asked = session.execute(
        select(Contact.key, Contact.name)
        .join(Block, Block.contact_id == Contact.id)
        .where(Block.blocked_at.is_(None))
        .order_by(Block.asked_at)
        .limit(MOST)
    )
    return {
        "blocks": [{"key": key, "name": name} for key, name in asked],
        "windows": [
            {
                "key": row.key,
                "contact": contact(row),
                "agent": row.agent,
                "ends_at": iso(window.ends_at(row.last_inbound_at)),
            }
            for row in shutting
        ],
        "failed": [
            {"key": row.key, "contact": contact(row), "count": len(failed[row.id])}
            for row in failing
            if failed[row.id]
        ],
    }


def of_late(session: Session, target: timedelta, now: datetime) -> dict[str, Any]:
    """Of the last hour: how many were answered within the target, and missed offers by service.

    Who wrote less than the target ago and has no answer yet counts in neither way.
    """
    since = now - HOUR
    asked = session.execute(
        select(Conversation.opened_at, Conversation.first_answered_at)
        .where(Conversation.opened_at >= since, BEGUN_BY_CUSTOMERS)
        .limit(_MOST_OF_AN_HOUR)
    ).all()
    judged = [
        (answered or now) - opened <= target
        for opened, answered in asked
        if answered or now - opened > target
    ]
    missed = session.execute(
        select(Service.key, func.count())
        .select_from(Interaction)
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .join(Service, Service.id == Conversation.service_id)
        .where(Interaction.ended_at >= since, Interaction.ending == Ending.MISSED)
        .group_by(Service.key)
    )
    return {
        "answered": {"of": len(judged), "in_time": sum(judged)},
        "missed": {key: count for key, count in missed},
        "ratings": _ratings(session, now),
    }


def _ratings(session: Session, now: datetime) -> dict[str, dict[str, float]]:
    """Of the last day, by service: how many, and their average to the tenth."""
    rows = session.execute(
        select(Service.key, func.count(), func.avg(Conversation.rating))
        .join(Conversation, Conversation.service_id == Service.id)
        .where(Conversation.rating.is_not(None), Conversation.rated_at >= now - DAY)
        .group_by(Service.key)
    )
    return {key: {"count": count, "average": round(float(mean), 1)} for key, count, mean in rows}
