"""A service's queue, under a lock on the service's row: first come, first served, but for the head
start that a priority is (core/priority.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core import events
from occ.core.db import plain
from occ.core.locks import lock_row
from occ.routing import candidates, offers, rule, seats, selection, whys
from occ.routing.models import Via
from occ.routing.rule import First
from occ.services import opening
from occ.services.models import UNASSIGNED_KEY, Service
from occ.settings import store
from occ.settings.pages import RoutingSettings, TwilioSettings

_PAGE = 50


def drain(session: Session, service_id: int, now: datetime) -> bool:
    """Offer the first that waits to the agent who is next; False where nothing can be offered.

    One offer a call, so that each stands in a transaction of its own. While WhatsApp is
    switched off, or the service shut, what comes is kept and waits. A conversation is passed over
    only when everybody who is free rests from it. Where somebody else was quicker with the
    conversation or the seat nothing is offered, and the next call looks again: PostgreSQL holds a
    row even when the UPDATE that waited for it changes nothing, so trying the next agent here
    would lock users in any order.
    """
    service = lock_row(session, select(Service).where(Service.id == service_id))
    if service is None or service.is_unassigned:
        return False
    if not _anyone_waits(session, service_id):
        return False
    if not store.load(session, TwilioSettings).whatsapp:
        return False
    if opening.of(session, service).holds_back(now):
        return False
    if not selection.anyone_free(session, service_id, now):
        return False
    for conversation_id in _in_order(session, service_id):
        chosen = selection.choose(session, service_id, conversation_id, now)
        if chosen is None:
            continue
        conversation = lock_row(
            session, select(Conversation).where(Conversation.id == conversation_id)
        )
        waits_here = (conversation.state, conversation.service_id) == (State.WAITING, service_id)
        if waits_here and seats.take(session, chosen.user_id, now):
            offer = timedelta(seconds=store.load(session, RoutingSettings).offer_seconds)
            offers.begin(
                session,
                conversation,
                chosen.user_id,
                via=Via.QUEUE,
                why=selection.explain(chosen),
                candidates=candidates.passed_over(
                    session,
                    service_id,
                    conversation_id,
                    chosen.user_id,
                    now,
                    is_staffed=chosen.is_staffed,
                    is_known=chosen.is_known,
                )
                | {"notes": whys.of(session, service, conversation)},
                offer=None if chosen.auto_accept else offer * chosen.offer_times,
                now=now,
            )
        return True
    return False


def touch_all(session: Session) -> None:
    """Have every queue looked at: somebody can take more than before.

    First the one whose first is next.
    """
    firsts = []
    served = select(Service.id, Service.priority).where(Service.key != UNASSIGNED_KEY)
    for service_id, urgency in session.execute(served):
        first = session.execute(_FIRST_OF, {"service": service_id}).one_or_none()
        if first is not None:
            firsts.append(First(service_id, urgency, *first))
    for service_id in rule.in_turn(firsts):
        events.touch(session, service_id)


def _anyone_waits(session: Session, service_id: int) -> bool:
    connection, _ = plain(session)
    return bool(connection.execute(_ANYONE, {"service": service_id}).scalar())


def _in_order(session: Session, service_id: int) -> Iterator[int]:
    connection, _ = plain(session)
    passed = 0
    while True:
        asked = {"service": service_id, "passed": passed}
        page = connection.execute(_PAGE_OF, asked).scalars().all()
        yield from page
        if len(page) < _PAGE:
            return
        passed += _PAGE


_WAITS = (Conversation.service_id == bindparam("service")) & (Conversation.state == State.WAITING)
_ANYONE = select(exists().where(_WAITS))
_FIRST_OF = (
    select(Conversation.queue_rank, Conversation.stands_since)
    .where(_WAITS)
    .order_by(*rule.place(Conversation))
    .limit(1)
)
_PAGE_OF = (
    select(Conversation.id)
    .where(_WAITS)
    .order_by(*rule.place(Conversation))
    .offset(bindparam("passed"))
    .limit(_PAGE)
)
