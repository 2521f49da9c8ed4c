"""An agent has read: what they were shown until then is not new on any of their screens."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import Conflict
from occ.core.words import say
from occ.messaging.models import Direction, Message
from occ.routing import access, tell
from occ.routing.models import Interaction, InteractionState
from occ.users.models import User


def read(session: Session, user_id: int, key: str, number: int) -> None:
    """Move the agent's mark up to their conversation's message `number`, never down.

    Where it is somebody else's there is no mark to move. Raises NotFound.
    """
    conversation = access.conversation_for(session, session.get_one(User, user_id), key)
    until = session.scalar(
        select(func.max(Message.id)).where(
            Message.conversation_id == conversation.id, Message.id <= number
        )
    )
    if until is None:
        return
    _move(session, conversation, user_id, func.coalesce(Interaction.read_until, 0) < until, until)


def unread(session: Session, user_id: int, key: str) -> int:
    """Take the mark back before the contact's last words: to come back to them; the id.

    Raises NotFound, Conflict where they have said nothing.
    """
    conversation = access.held_by(session, session.get_one(User, user_id), key)
    last = session.scalar(
        select(func.max(Message.id)).where(
            Message.conversation_id == conversation.id, Message.direction == Direction.IN
        )
    )
    if last is None:
        raise Conflict(say("The customer has written nothing yet."), "nothing_said")
    _move(session, conversation, user_id, Interaction.read_until >= last, last - 1)
    return conversation.id


def _move(
    session: Session, conversation: Conversation, user_id: int, fits: ColumnElement[bool], to: int
) -> None:
    """Where the user has the conversation and the mark `fits`."""
    moved = session.execute(
        update(Interaction)
        .where(
            Interaction.id == conversation.interaction_id,
            Interaction.user_id == user_id,
            Interaction.state == InteractionState.ACTIVE,
            fits,
        )
        .values(read_until=to)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount:  # type: ignore[attr-defined]
        tell.conversation_read(session, conversation.id, user_id)
