"""A note to colleagues, from whoever may see the conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations import notes
from occ.conversations.models import Conversation
from occ.conversations.threads import place_of
from occ.core import events, ids
from occ.flows import save_draft
from occ.routing import access, audience
from occ.users.models import User


def write(
    session: Session, user_id: int, key: str, client_id: str, body: str, now: datetime
) -> notes.Facts:
    """The same `client_id` again returns the same note. Raises NotFound, OccError."""
    user = session.get_one(User, user_id)
    conversation = access.conversation_for(session, user, key, lock=True)
    present = notes.written(session, user_id, client_id)
    if present is not None:
        return present
    note = _add(session, conversation, user, client_id, body, now)
    save_draft.sent(session, user_id, conversation.id, note["body"], note=True)
    return note


def leave(
    session: Session, conversation: Conversation, user_id: int, body: str, now: datetime
) -> None:
    """For whoever has the locked conversation next. Raises OccError."""
    _add(session, conversation, session.get_one(User, user_id), ids.new("cli"), body, now)


def _add(
    session: Session,
    conversation: Conversation,
    user: User,
    client_id: str,
    body: str,
    now: datetime,
) -> notes.Facts:
    note = notes.add(session, conversation.id, user, client_id, body, now)
    facts = {"conversation": conversation.key, "note": note}
    events.record(session, "note_added", facts, audience.of(place_of(conversation)))
    return note
