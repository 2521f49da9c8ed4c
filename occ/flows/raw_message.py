"""What stands behind a message: the webhook that brought it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.messaging.models import Message, Webhook
from occ.routing import access
from occ.users.models import User


def read(session: Session, user_id: int, message_key: str) -> tuple[Conversation, Webhook]:
    """Raises NotFound, also for a message of ours: nobody posted that to us."""
    found = session.execute(
        select(Conversation.key, Webhook)
        .select_from(Message)
        .join(Webhook, Webhook.id == Message.webhook_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.key == message_key)
    ).one_or_none()
    if found is None:
        raise NotFound(say("There is nothing raw of this message."))
    key, webhook = found
    user = session.get_one(User, user_id)
    return access.conversation_for(session, user, key), webhook
