"""An agent begins to answer: the customer sees it, and that what they wrote was read."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core.address import Channel, parse
from occ.messaging import window
from occ.messaging.models import Direction, Message
from occ.routing import access
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.models import User

AGAIN_AFTER = timedelta(seconds=20)
"""Twilio shows it for 25 s, or until the answer comes."""


def begin(session: Session, user_id: int, key: str, now: datetime) -> str | None:
    """The provider's id of the customer's last message, where it is to be told now.

    None where it is not the user's conversation, where it is switched off, or where it was told
    a moment ago, by whatever page or process. Raises NotFound.
    """
    conversation = access.conversation_for(session, session.get_one(User, user_id), key)
    settings = store.load(session, TwilioSettings)
    is_theirs = conversation.state is State.ACTIVE and conversation.user_id == user_id
    is_heard = parse(conversation.our_address).channel is Channel.WHATSAPP and window.is_open(
        conversation.last_inbound_at, now
    )
    if not (is_theirs and is_heard and settings.whatsapp and settings.typing):
        return None
    told = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation.id,
            or_(
                Conversation.typing_told_at.is_(None),
                Conversation.typing_told_at <= now - AGAIN_AFTER,
            ),
        )
        .values(typing_told_at=now)
        .execution_options(synchronize_session=False)
    )
    return _last_heard(session, conversation.id) if told.rowcount else None  # type: ignore[attr-defined]


def _last_heard(session: Session, conversation_id: int) -> str | None:
    return session.scalar(
        select(Message.provider_sid)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.IN)
        .order_by(Message.id.desc())
        .limit(1)
    )
