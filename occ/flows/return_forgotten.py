"""An agent forgot a customer: after the service's minutes they are back at the head of the queue.

It counts from their first unanswered words, but never from before the agent had them, nor from
before the end of an outage: nobody loses work over what the server did. While nobody would be
offered them they stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core import events
from occ.core.locks import lock_row
from occ.flows import keep_time
from occ.routing import offers, queue
from occ.routing.models import Ending
from occ.services import opening
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import RoutingSettings

_MOST_AT_ONCE = 200


def due(session: Session, now: datetime) -> Sequence[int]:
    found: list[int] = []
    for service in session.scalars(select(Service).where(Service.return_after_minutes > 0)):
        limit = now - timedelta(minutes=service.return_after_minutes)
        if keep_time.swept_since(session) > limit or opening.of(session, service).holds_back(now):
            continue
        found += session.scalars(
            select(Conversation.id)
            .where(
                Conversation.service_id == service.id,
                Conversation.state == State.ACTIVE,
                Conversation.unanswered_since <= limit,
                Conversation.accepted_at <= limit,
            )
            .order_by(Conversation.unanswered_since)
            .limit(_MOST_AT_ONCE)
        )
    return found


def put_back(session: Session, conversation_id: int, now: datetime) -> None:
    """Unless they were answered meanwhile; who forgot them rests from it."""
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    service = session.get_one(Service, conversation.service_id)
    minutes = service.return_after_minutes
    asked, taken = conversation.unanswered_since, conversation.accepted_at
    if not minutes or conversation.state is not State.ACTIVE or asked is None or taken is None:
        return
    since = max(asked, taken, keep_time.swept_since(session))
    if since > now - timedelta(minutes=minutes) or opening.of(session, service).holds_back(now):
        return
    offers.hold(session, [conversation])
    assert conversation.user_id is not None
    pause = timedelta(seconds=store.load(session, RoutingSettings).rest_seconds)
    offers.rest(session, conversation.id, conversation.user_id, pause, now)
    offers.put_back(session, conversation, Ending.FORGOTTEN, now)
    events.touch(session, conversation.service_id)
    queue.touch_all(session)
