"""What was said longer ago than its service keeps it is emptied, as when somebody is erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from occ.conversations import emptying
from occ.conversations.models import KEPT, Conversation
from occ.conversations.threads import place_of
from occ.core.locks import lock_row
from occ.flows.delivery_status import moved_on
from occ.messaging import emptying as texts
from occ.routing import tell
from occ.services import retention
from occ.services.models import Service


def over(session: Session, service: Service, months: int, now: datetime) -> int:
    """How many conversations the service would empty with so many months."""
    query = select(func.count()).select_from(Conversation).where(_is_over(service, months, now))
    return (session.scalar(query) or 0) if months else 0


def due(session: Session, now: datetime) -> int | None:
    """The id of a conversation that is over its time."""
    for service in retention.limited(session):
        which = _is_over(service, service.retain_months, now)
        query = select(Conversation.id).where(which).order_by(Conversation.closed_at).limit(1)
        found = session.scalar(query)
        if found is not None:
            return found
    return None


def empty(session: Session, conversation_id: int, now: datetime) -> None:
    """A slice of it."""
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id, KEPT)
    )
    if conversation is None:
        return
    done, unsent = emptying.empty(session, conversation, now)
    moved_on(session, unsent, now)
    if done:
        tell.thread_emptied(session, place_of(conversation))


def forget_reports(session: Session, after: int, now: datetime) -> int | None:
    """Raw reports of what became of our texts name no service: the shortest time is theirs.

    The next slice of them after an id; the last looked at, None at the end.
    """
    months = [each.retain_months for each in retention.limited(session)]
    if not months:
        return None
    return texts.old_reports(session, retention.keeps_since(min(months), now), after)


def _is_over(service: Service, months: int, now: datetime) -> ColumnElement[bool]:
    since = retention.keeps_since(months, now)
    return (Conversation.service_id == service.id) & (Conversation.closed_at < since) & KEPT
