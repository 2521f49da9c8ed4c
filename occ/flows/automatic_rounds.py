"""What a service says by itself once some time has passed: to who waits, and to who is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from occ.conversations import automatic_texts
from occ.conversations.automatic_models import AutomaticText
from occ.conversations.models import ARRIVED, Conversation, State
from occ.flows import automatic_text
from occ.flows.reopen_conversation import CAN_BE_UNDONE_FOR
from occ.messaging.models import LATE
from occ.services import automatic, opening
from occ.services.automatic import TextKind
from occ.services.models import Service

WAITS_FOR = timedelta(seconds=30)
"""Whoever is offered to somebody at once is not told of a queue."""
_LATELY = timedelta(hours=1)
_MOST = 200


def waiting(session: Session, now: datetime) -> Sequence[int]:
    """Who came a moment ago, waits in an open service, and was not told so."""
    services = [
        service.id
        for service in _with(session, {TextKind.POSITION})
        if opening.of(session, service).is_open(now)
    ]
    if not services:
        return []
    return session.scalars(
        select(Conversation.id)
        .where(
            Conversation.service_id.in_(services),
            Conversation.state == State.WAITING,
            Conversation.queue_rank == ARRIVED,
            Conversation.waiting_since <= now - WAITS_FOR,
            Conversation.opened_at > now - _LATELY,
            Conversation.opened_at <= now - WAITS_FOR,
            ~_told(TextKind.POSITION),
        )
        .order_by(Conversation.id)
        .limit(_MOST)
    ).all()


def tell_position(session: Session, conversation_id: int, now: datetime) -> None:
    conversation = automatic_text.locked(session, conversation_id)
    if conversation.state is not State.WAITING:
        return
    is_late = conversation.opened_at - conversation.waiting_since > LATE
    service = session.get_one(Service, conversation.service_id)
    if (
        is_late
        or not automatic_text.is_welcome(session, conversation)
        or not automatic_text.say(session, service, conversation, TextKind.POSITION, now)
    ):
        # Looked at, so that the next round need not.
        automatic_texts.claim(session, conversation_id, TextKind.POSITION, now)


def done(session: Session, now: datetime) -> Sequence[int]:
    """What somebody closed, and can undo no more; nothing was said in it since."""
    services = [each.id for each in _with(session, {TextKind.CLOSING, TextKind.RATING})]
    if not services:
        return []
    return session.scalars(
        select(Conversation.id)
        .where(
            Conversation.service_id.in_(services),
            Conversation.closed_at <= now - CAN_BE_UNDONE_FOR,
            Conversation.closed_at > now - _LATELY,
            Conversation.closed_by_id.is_not(None),
            ~_told(TextKind.CLOSING),
        )
        .order_by(Conversation.id)
        .limit(_MOST)
    ).all()


def part(session: Session, conversation_id: int, now: datetime) -> None:
    """Say goodbye and ask for a rating, unless whoever wrote has begun anew already."""
    conversation = automatic_text.locked(session, conversation_id)
    if conversation.state is not State.CLOSED or not conversation.closed_by_id:
        return
    service = session.get_one(Service, conversation.service_id)
    starter = conversation.closed_by_id
    said = False
    if not _goes_on(session, conversation) and automatic_text.is_welcome(session, conversation):
        said = automatic_text.say(session, service, conversation, TextKind.CLOSING, now, starter)
        # A person is rated: where nobody answered there is nothing to ask about.
        if conversation.first_answered_at and automatic_text.say(
            session, service, conversation, TextKind.RATING, now, starter
        ):
            conversation.rating_asked_at = now
    if not said:
        automatic_texts.claim(session, conversation_id, TextKind.CLOSING, now)


def _goes_on(session: Session, conversation: Conversation) -> bool:
    other = aliased(Conversation)
    newer = exists().where(
        other.address_id == conversation.address_id,
        other.our_address == conversation.our_address,
        other.id > conversation.id,
    )
    return bool(session.scalar(select(newer)))


def _with(session: Session, kinds: Collection[TextKind]) -> list[Service]:
    services = session.scalars(select(Service).where(Service.archived_at.is_(None)))
    return [
        service
        for service in services
        if any(automatic.of(service.texts, kind).is_on for kind in kinds)
    ]


def _told(kind: TextKind) -> ColumnElement[bool]:
    return exists().where(
        AutomaticText.conversation_id == Conversation.id, AutomaticText.kind == kind.value
    )
