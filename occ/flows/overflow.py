"""Who waits too long for a service goes over to the one it names, once and for all of its wait.

It keeps its rank, its waiting time and its place; how long it has stood in a queue counts anew
there, so that a chain of services takes as long as their minutes together. Services that name
each other in a circle are refused when they are saved. While either is shut nobody goes over, and
of who came out of hours only the time since the opening counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.locks import lock_row
from occ.journal import entries as journal
from occ.routing import rule, tell
from occ.services import opening
from occ.services.models import UNASSIGNED_KEY, Service

_MOST_AT_ONCE = 200


def due(session: Session, now: datetime) -> Sequence[int]:
    """Those who have waited in their queue for as long as their service allows."""
    found: list[int] = []
    naming = Service.overflow_to_id.in_(_TAKING) & Service.archived_at.is_(None)
    for service in session.scalars(select(Service).where(naming).order_by(Service.id)):
        target = session.get_one(Service, service.overflow_to_id)
        if _is_shut(session, service, target, now):
            continue
        waited = session.execute(
            select(Conversation.id, _SINCE)
            .where(
                Conversation.service_id == service.id,
                Conversation.state == State.WAITING,
                _SINCE <= now - timedelta(minutes=service.overflow_after_minutes),
                Conversation.address_id.not_in(_open_with(target.id)),
            )
            .order_by(*rule.place(Conversation))
            .limit(_MOST_AT_ONCE)
        )
        found += [number for number, since in waited if _is_long(session, service, since, now)]
    return found


def go_over(session: Session, conversation_id: int, now: datetime) -> None:
    """Unless somebody has it by now, or it went over already.

    Where its customer has a conversation open with the other service it stays where it is.
    """
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    service = session.get_one(Service, conversation.service_id)
    target = session.scalar(
        select(Service).where(Service.id == service.overflow_to_id, Service.id.in_(_TAKING))
    )
    if target is None or conversation.state is not State.WAITING:
        return
    since = conversation.queued_at or conversation.waiting_since
    if _is_shut(session, service, target, now) or not _is_long(session, service, since, now):
        return
    if session.scalar(_open_with(target.id).where(_other.address_id == conversation.address_id)):
        return
    before = place_of(conversation)
    conversation.service_id, conversation.queued_at = target.id, now
    conversation.came_from_id = service.id
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    journal.write(
        session,
        None,
        "conversation_overflowed",
        journal.Subject("conversation", conversation.key),
        now,
        before={"service": service.name},
        after={"service": target.name},
    )
    events.touch(session, target.id)


def _is_shut(session: Session, service: Service, target: Service, now: datetime) -> bool:
    return any(opening.of(session, one).holds_back(now) for one in (service, target))


def _is_long(session: Session, service: Service, since: datetime, now: datetime) -> bool:
    hours = opening.of(session, service)
    begun = since if hours.offers_when_shut else hours.next_opening(since)
    return begun is not None and begun <= now - timedelta(minutes=service.overflow_after_minutes)


_SINCE = func.coalesce(Conversation.queued_at, Conversation.waiting_since)
_TAKING = select(Service.id).where(Service.archived_at.is_(None), Service.key != UNASSIGNED_KEY)
_other = aliased(Conversation)


def _open_with(service_id: int) -> Select[int]:
    return select(_other.address_id).where(
        _other.service_id == service_id, _other.state != State.CLOSED
    )
