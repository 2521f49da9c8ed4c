"""After closing an agent may need a moment for the paper work: the seat stays taken for it.

It ends by the agent's word or by its time, whichever is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.routing import offers, queue, tell
from occ.routing.models import Interaction, InteractionState

_MOST_AT_ONCE = 200


def finish(session: Session, user_id: int, interaction_key: str, now: datetime) -> int:
    """One's own, before its time; the conversation's id. Raises NotFound."""
    found = session.scalar(
        select(Interaction.id).where(
            Interaction.key == interaction_key, Interaction.user_id == user_id
        )
    )
    if found is None:
        raise NotFound(say("There is no such wrap-up."))
    return _end(session, found, now)


def overdue(session: Session, now: datetime) -> Sequence[int]:
    return session.scalars(
        select(Interaction.id)
        .where(
            Interaction.state == InteractionState.WRAPPING,
            Interaction.wrap_ends_at <= now,
        )
        .order_by(Interaction.wrap_ends_at)
        .limit(_MOST_AT_ONCE)
    ).all()


def end(session: Session, interaction_id: int, now: datetime) -> None:
    """By its time, unless it has ended or gone on meanwhile."""
    _end(session, interaction_id, now)


def _end(session: Session, interaction_id: int, now: datetime) -> int:
    conversation_id = session.scalars(
        select(Interaction.conversation_id).where(Interaction.id == interaction_id)
    ).one()
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    interaction: Interaction = lock_row(
        session, select(Interaction).where(Interaction.id == interaction_id)
    )
    if interaction.state is InteractionState.WRAPPING:
        offers.wrapped_up(session, conversation, interaction, now)
        tell.conversation_read(session, conversation.id, interaction.user_id)
        queue.touch_all(session)
    return conversation.id
