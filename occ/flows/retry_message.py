"""A failed message is tried again: a real new attempt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows.delivery_status import tell_message
from occ.messaging import gate
from occ.messaging.models import Direction, HandOver, Message
from occ.messaging.ports import Delivery
from occ.routing import access
from occ.users.models import User


def retry(session: Session, user_id: int, message_key: str, now: datetime) -> Message:
    """Queue it once more. For an unknown one this is the person's own decision to send again.

    Raises NotFound, Conflict.
    """
    message, conversation = own_message(session, user_id, message_key)
    failed = message.hand_over in (HandOver.REFUSED, HandOver.UNKNOWN)
    if not failed and message.delivery is not Delivery.UNDELIVERED:
        raise Conflict(say("This message did not fail: there is nothing to repeat."), "not_failed")
    refusal = gate.against_reply(conversation.last_inbound_at, now)
    if refusal:
        raise Conflict(refusal, "window_shut")
    message.hand_over, message.delivery = HandOver.WAITING, None
    message.provider_sid = message.reason = message.reason_code = None
    message.due_at, message.tries = now, 0
    session.flush()
    tell_message(session, message)
    return message


def own_message(session: Session, user_id: int, message_key: str) -> tuple[Message, Conversation]:
    """A message out, and its conversation, locked, that the user may act in. Raises NotFound."""
    user = session.get_one(User, user_id)
    conversation_key = session.scalar(
        select(Conversation.key)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.key == message_key, Message.direction == Direction.OUT)
    )
    if conversation_key is None:
        raise NotFound(say("There is no such message."))
    conversation = access.held_by(session, user, conversation_key)
    message: Message = lock_row(session, select(Message).where(Message.key == message_key))
    return message, conversation
