"""A conversation ends: its interaction too, the seat is free, the next in line is sought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.journal import entries as journal
from occ.routing import access, offers, queue, tell
from occ.routing.models import Ending
from occ.users.models import User


def close(session: Session, user_id: int, key: str, now: datetime) -> int:
    """Close one's own conversation, or any for who oversees; its id. Raises NotFound, Conflict."""
    user = session.get_one(User, user_id)
    conversation = access.held_by(session, user, key)
    conversation.closed_by_id = user_id
    shut(session, conversation, Ending.CLOSED, now)
    journal.write(
        session, user_id, "conversation_closed", journal.Subject("conversation", key), now
    )
    return conversation.id


def shut(session: Session, conversation: Conversation, ending: Ending, now: datetime) -> None:
    before = place_of(conversation)
    offers.end(session, conversation, ending, now)
    conversation.state, conversation.closed_at = State.CLOSED, now
    conversation.unanswered_since = None
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    queue.touch_all(session)
