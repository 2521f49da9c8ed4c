"""An agent has read: what they were shown until then is not new on any of their screens."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from occ.messaging.models import Message
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
