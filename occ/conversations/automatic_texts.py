"""When a service may say something by itself, and that it says it once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, func, select, true
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.conversations.automatic_models import AutomaticText
from occ.conversations.models import Conversation
from occ.core.db import insert_for, plain
from occ.core.plain_words import plain as plainly
from occ.messaging.models import Direction, Message
from occ.services.automatic import TextKind

AGAIN_AFTER = timedelta(hours=12)
ROBOTS_ANSWER_WITHIN = timedelta(seconds=3)
"""Nobody reads a text and writes an answer to it so fast."""
MOST_TURNS, TURNS_WITHIN = 5, timedelta(minutes=1)
_SAME_WITHIN = timedelta(hours=12)
_LONG = 20  # characters: a short "ok" is said twice by people too


def claim(session: Session, conversation_id: int, kind: TextKind, now: datetime) -> bool:
    """Whether it is ours to say now: once a conversation, and again after twelve hours."""
    connection, dialect = plain(session)
    row = {"conversation_id": conversation_id, "kind": kind.value, "at": now}
    asked = {**row, "before": now - AGAIN_AFTER}
    return connection.execute(_claim(dialect), asked).scalar_one_or_none() is not None


@cache
def _claim(dialect: str) -> Any:
    insert = insert_for(dialect, AutomaticText.__table__).values(
        conversation_id=bindparam("conversation_id"), kind=bindparam("kind"), at=bindparam("at")
    )
    return insert.on_conflict_do_update(
        index_elements=["conversation_id", "kind"],
        set_={"at": insert.excluded.at},
        where=AutomaticText.at <= bindparam("before", type_=AutomaticText.at.type),
    ).returning(AutomaticText.at)


def was_told(session: Session, conversation: Conversation, kind: TextKind, now: datetime) -> bool:
    """Whether whoever writes was told the same by this service lately, in another conversation."""
    told = exists().where(
        AutomaticText.conversation_id == Conversation.id,
        AutomaticText.kind == kind.value,
        AutomaticText.at > now - AGAIN_AFTER,
        Conversation.address_id == conversation.address_id,
        Conversation.service_id == conversation.service_id,
        Conversation.id != conversation.id,
    )
    return bool(session.scalar(select(told)))


def is_hurried(session: Session, address_id: int, now: datetime) -> bool:
    """Whether more than five messages of theirs came within a minute."""
    theirs = select(Conversation.id).where(Conversation.address_id == address_id)
    count = session.scalar(
        select(func.count()).where(
            Message.conversation_id.in_(theirs),
            Message.direction == Direction.IN,
            Message.at > now - TURNS_WITHIN,
        )
    )
    return (count or 0) > MOST_TURNS


def is_automatic(
    session: Session, address_id: int, body: str, now: datetime, message_id: int | None = None
) -> bool:
    """Whether words that have come just now are, most likely, a machine's answer to ours.

    They come at once after a text of ours that nobody wrote, repeat one, or repeat themselves.
    `message_id`: theirs, where more was said since `now`.
    """
    theirs = select(Conversation.id).where(Conversation.address_id == address_id)
    rows = session.execute(
        select(Message.direction, Message.body, Message.at)
        .where(
            Message.conversation_id.in_(theirs),
            Message.at > now - _SAME_WITHIN,
            (Message.direction == Direction.IN) | (Message.purpose == Purpose.GREETING),
            true() if message_id is None else Message.id <= message_id,
        )
        .order_by(Message.id.desc())
        .limit(50)
    ).all()
    ours = [row for row in rows if row.direction is Direction.OUT]
    if ours and now - ours[0].at < ROBOTS_ANSWER_WITHIN:
        return True
    words = plainly(body)
    if any(plainly(row.body) == words for row in ours):
        return True
    # The message itself is one of them.
    same = [row for row in rows if row.direction is Direction.IN and row.body == body]
    return len(body) >= _LONG and len(same) > 1
