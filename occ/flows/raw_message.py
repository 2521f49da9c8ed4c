"""What a provider posted, as it came: who looked at it is written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import replay_webhook
from occ.journal import entries as journal
from occ.messaging.models import Message, Webhook
from occ.routing import access
from occ.users.models import User


def seen(session: Session, user_id: int, webhook_id: int, now: datetime) -> None:
    """Note that its contents were read; once an hour and reader."""
    subject = replay_webhook.subject(webhook_id)
    journal.write_once(session, user_id, "webhook_opened", subject, now)


def read(session: Session, user_id: int, message_key: str) -> tuple[Conversation, Webhook]:
    """What stands behind a message: its conversation, and the webhook that brought it.

    Raises NotFound, also for a message of ours: nobody posted that to us.
    """
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
