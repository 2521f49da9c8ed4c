"""An agent has read: what they were shown until then is not new on any of their screens."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

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
    moved = session.execute(
        update(Interaction)
        .where(
            Interaction.id == conversation.interaction_id,
            Interaction.user_id == user_id,
            Interaction.state == InteractionState.ACTIVE,
            func.coalesce(Interaction.read_until, 0) < until,
        )
        .values(read_until=until)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount:  # type: ignore[attr-defined]
        tell.conversation_read(session, conversation.id, user_id)


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
    moved = session.execute(
        update(Interaction)
        .where(
            Interaction.id == conversation.interaction_id,
            Interaction.user_id == user_id,
            Interaction.state == InteractionState.ACTIVE,
            Interaction.read_until >= last,
        )
        .values(read_until=last - 1)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount:  # type: ignore[attr-defined]
        tell.conversation_read(session, conversation.id, user_id)
    return conversation.id
