"""One message of ours, for who may see it: what it said, what became of it, and who paid."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing.payer import ANSWERS
from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import decide_unknown
from occ.messaging.models import Attempt, Direction, HandOver, Message
from occ.routing import access
from occ.users.models import User
from occ.users.permissions import Permission, may


@dataclass(frozen=True)
class Shown:
    message: Message
    conversation: str | None
    """Its key."""
    author: User | None
    tries: int
    may_decide: bool
    """Whether nobody knows what became of it, and this user may say what is to."""


def read(session: Session, user_id: int, key: str) -> Shown:
    """Raises NotFound, also for who may not see it.

    Whoever may see the conversation it stands in; of what answers nobody, who had it sent, too;
    and who oversees.
    """
    message = session.scalar(
        select(Message).where(Message.key == key, Message.direction == Direction.OUT)
    )
    if message is None:
        raise _unknown()
    user = session.get_one(User, user_id)
    conversation = _conversation(session, user, message)
    own = message.author_id == user_id and message.purpose not in ANSWERS
    if conversation is None and not own and not may(user.role, Permission.OVERSEE):
        raise _unknown()
    author = session.get(User, message.author_id) if message.author_id else None
    count = select(func.count()).where(Attempt.message_id == message.id)
    is_unknown = message.hand_over is HandOver.UNKNOWN
    return Shown(
        message,
        conversation,
        author,
        tries=session.scalar(count) or 0,
        may_decide=is_unknown and decide_unknown.may_decide(user, message),
    )


def _conversation(session: Session, user: User, message: Message) -> str | None:
    """The key of the one it stands in, where this user may see that."""
    return session.scalar(
        select(Conversation.key).where(
            Conversation.id == message.conversation_id, access.visible(user)
        )
    )


def _unknown() -> NotFound:
    return NotFound(say("There is no such message."))
