"""What is parked, for who oversees: how many, whose, and when it comes back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core.clock import iso
from occ.routing.board import contact, conversations
from occ.users.models import User

MOST = 50


def parked(session: Session) -> dict[str, Any]:
    """`rows` are the first MOST: what comes back at a time, the next first, then what waits for its
    customer, the newest conversation first. `count` and `by_agent` are of all.
    """
    counted = session.execute(_BY_AGENT).all()
    rows = session.execute(_TIMED.limit(MOST)).all()
    rows = [*rows, *session.execute(_UNTIMED.limit(MOST - len(rows)))]
    return {
        "count": sum(count for *_, count in counted),
        "by_agent": [{"key": key, "name": name, "count": count} for key, name, count in counted],
        "rows": [
            {
                "key": row.key,
                "service": {"key": row.service_key, "name": row.service_name},
                "contact": contact(row),
                "agent": row.agent,
                "until": iso(row.parked_until),
            }
            for row in rows
        ],
    }


_IS_PARKED = Conversation.state == State.PARKED
_BY_AGENT = (
    select(User.key, User.name, func.count())
    .select_from(Conversation)
    .join(User, User.id == Conversation.user_id)
    .where(_IS_PARKED)
    .group_by(User.id)
    .order_by(func.count().desc(), func.lower(User.name), User.id)
)
_ROWS = (
    conversations(Conversation.parked_until, User.name.label("agent"))
    .outerjoin(User, User.id == Conversation.user_id)
    .where(_IS_PARKED)
)
_TIMED = _ROWS.where(Conversation.parked_until.is_not(None)).order_by(
    Conversation.parked_until, Conversation.id
)
_UNTIMED = _ROWS.where(Conversation.parked_until.is_(None)).order_by(Conversation.id.desc())
