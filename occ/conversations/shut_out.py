"""What somebody who is blocked writes: kept, in a conversation that is closed from the first.

One is for a day: how long a service keeps words counts from the closing of their conversation.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session, aliased

from occ.conversations.models import Conversation, State
from occ.core.db import plain


def hear(session: Session, opening: dict[str, Any], columns: tuple[Any, ...]) -> tuple[Any, ...]:
    """These columns of it. `opening`: the row there would be for anybody else."""
    connection, _ = plain(session)
    noted = {name: opening[name] for name in _NOTED}
    now = opening["opened_at"]
    which = {"whose": opening["address_id"], "where": opening["service_id"], "since": now - _LASTS}
    present = connection.execute(_NOTE.returning(*columns), {**which, **noted}).one_or_none()
    if present is not None:
        return tuple(present)
    ended = {"state": State.CLOSED, "closed_at": now, "blocked_at": now, "unanswered_since": None}
    add = insert(Conversation.__table__).returning(*columns)  # type: ignore[arg-type]
    return tuple(connection.execute(add, {**opening, **ended}).one())


_LASTS = timedelta(days=1)
_NOTED = (
    "our_address",
    "last_inbound_at",
    "last_at",
    "last_body",
    "last_kind",
    "last_line",
    "last_direction",
)
_other = aliased(Conversation)
_NEWEST = (
    select(_other.id)
    .where(
        _other.address_id == bindparam("whose"),
        _other.service_id == bindparam("where"),
        _other.state == State.CLOSED,
        _other.blocked_at.is_not(None),
        _other.closed_at > bindparam("since", type_=Conversation.closed_at.type),
        _other.emptied_at.is_(None),
    )
    .order_by(_other.id.desc())
    .limit(1)
    .scalar_subquery()
)
_NOTE = (
    update(Conversation)
    .where(Conversation.id == _NEWEST)
    .values({name: bindparam(name) for name in _NOTED})
)
