"""A conversation goes to another service's queue, or straight to a colleague."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import RETURNED, Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.errors import Conflict
from occ.core.locks import locked
from occ.core.words import say
from occ.journal import entries as journal
from occ.routing import access, offers, queue, seats, tell
from occ.routing.models import Ending, Via
from occ.services import editing
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import accounts
from occ.users.models import User


def to_service(session: Session, user_id: int, key: str, service_key: str, now: datetime) -> int:
    """Put it at the head of a service's queue. Raises NotFound, Conflict."""
    conversation = _mine(session, user_id, key)
    service = editing.by_key(session, service_key)
    if service.is_unassigned:
        raise Conflict(say("Nobody serves this queue. Choose a service."), "unserved")
    if service.id != conversation.service_id:
        _demand_one_open(session, conversation, service.id)
    before = place_of(conversation)
    offers.end(session, conversation, Ending.HANDED_OVER, now)
    conversation.service_id, conversation.state = service.id, State.WAITING
    conversation.queue_rank = RETURNED
    if before.user_id is not None:
        pause = store.load(session, RoutingSettings).rest_seconds
        offers.rest(session, conversation.id, before.user_id, timedelta(seconds=pause), now)
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    _write(session, user_id, key, {"service": service.name}, now)
    events.touch(session, service.id)
    queue.touch_all(session)
    return conversation.id


def to_colleague(
    session: Session, user_id: int, key: str, colleague_key: str, now: datetime
) -> int:
    """Give it to a colleague who has a free seat; it is theirs at once.

    Raises NotFound, Conflict.
    """
    conversation = _mine(session, user_id, key)
    colleague = accounts.by_key(session, colleague_key)
    if colleague.id == conversation.user_id:
        raise Conflict(say("%(name)s has this conversation already.", name=colleague.name))
    if conversation.user_id is not None:
        giver = session.get_one(User, conversation.user_id)
    else:
        giver = session.get_one(User, user_id)
    before = place_of(conversation)
    offers.hold(session, [conversation])
    users = {giver.id, colleague.id}
    session.execute(locked(select(User.id).where(User.id.in_(users)).order_by(User.id)))
    offers.end(session, conversation, Ending.HANDED_OVER, now)
    if not seats.take(session, colleague.id, now):
        raise Conflict(
            say(
                "%(name)s has no free seat, is not available or may not take WhatsApp. "
                "Choose somebody else, or a service.",
                name=colleague.name,
            ),
            "no_seat",
        )
    offers.begin(
        session,
        conversation,
        colleague.id,
        via=Via.HANDED_OVER,
        why=say("Handed over by %(name)s.", name=giver.name),
        offer=None,
        now=now,
        before=before,
    )
    _write(session, user_id, key, {"user": colleague.name}, now)
    queue.touch_all(session)
    return conversation.id


def _mine(session: Session, user_id: int, key: str) -> Conversation:
    return access.held_by(session, session.get_one(User, user_id), key)


def _demand_one_open(session: Session, conversation: Conversation, service_id: int) -> None:
    other = session.scalar(
        select(Conversation.id).where(
            Conversation.address_id == conversation.address_id,
            Conversation.service_id == service_id,
            Conversation.state != State.CLOSED,
        )
    )
    if other is not None:
        raise Conflict(
            say(
                "This customer has an open conversation with that service already. "
                "Answer here, or close this one."
            ),
            "open_there",
        )


def _write(session: Session, user_id: int, key: str, after: dict[str, str], now: datetime) -> None:
    journal.write(
        session,
        user_id,
        "conversation_handed_over",
        journal.Subject("conversation", key),
        now,
        after=after,
    )
