"""Open a conversation, and keep its last words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from occ.conversations.models import ARRIVED, Conversation, State
from occ.core import ids
from occ.core.db import insert
from occ.messaging.models import Direction
from occ.messaging.ports import Kind

LONGEST_PREVIEW = 120


class Place(NamedTuple):
    """Where a conversation stands; enough to say who may hear of it."""

    id: int
    key: str
    service_id: int
    state: State
    user_id: int | None


def hear(
    session: Session,
    address_id: int,
    service_id: int,
    our_address: str,
    words: tuple[Kind, str],
    now: datetime,
) -> tuple[Place, bool]:
    """Note a customer's words in their open conversation; True where one had to be opened."""
    kind, body = words
    last = {
        "our_address": our_address,
        "last_inbound_at": now,
        "last_at": now,
        "last_body": body[:LONGEST_PREVIEW],
        "last_kind": kind,
        "last_direction": Direction.IN,
    }
    present = session.execute(
        update(Conversation)
        .where(
            Conversation.address_id == address_id,
            Conversation.service_id == service_id,
            Conversation.state != State.CLOSED,
        )
        .values(**last, unanswered_since=func.coalesce(Conversation.unanswered_since, now))
        .returning(*_PLACE)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if present is not None:
        return Place(*present), False
    opened = session.execute(
        insert(session, Conversation.__table__)
        .values(
            key=ids.new("cnv"),
            address_id=address_id,
            service_id=service_id,
            state=State.WAITING,
            queue_rank=ARRIVED,
            opened_at=now,
            waiting_since=now,
            unanswered_since=now,
            **last,
        )
        .on_conflict_do_nothing(
            index_elements=["address_id", "service_id"], index_where=text("state != 'closed'")
        )
        .returning(*_PLACE)
    ).one_or_none()
    if opened is not None:
        return Place(*opened), True
    # Somebody else opened it between the two statements.
    return hear(session, address_id, service_id, our_address, words, now)


def answer(session: Session, conversation: Conversation, body: str, now: datetime) -> None:
    """Note our own words."""
    conversation.last_at, conversation.last_body = now, body[:LONGEST_PREVIEW]
    conversation.last_kind, conversation.last_direction = Kind.TEXT, Direction.OUT
    conversation.unanswered_since = None


_PLACE = (
    Conversation.id,
    Conversation.key,
    Conversation.service_id,
    Conversation.state,
    Conversation.user_id,
)


def place_of(conversation: Conversation) -> Place:
    return Place(
        conversation.id,
        conversation.key,
        conversation.service_id,
        conversation.state,
        conversation.user_id,
    )
