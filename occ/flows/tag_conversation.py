"""A tag is put on a conversation, or taken off."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.conversations.models import Conversation
from occ.conversations.threads import place_of
from occ.routing import access, tell
from occ.users.models import User


def put(session: Session, user_id: int, key: str, tag_key: str) -> int:
    """On a conversation the user may see; its id. Raises NotFound."""
    conversation = _seen(session, user_id, key)
    labels.put(session, conversation.id, labels.by_key(session, LabelKind.TAG, tag_key).id)
    tell.conversation_changed(session, place_of(conversation))
    return conversation.id


def take(session: Session, user_id: int, key: str, tag_key: str) -> int:
    """Off it again; its id. Raises NotFound."""
    conversation = _seen(session, user_id, key)
    labels.take(session, conversation.id, tag_key)
    tell.conversation_changed(session, place_of(conversation))
    return conversation.id


def _seen(session: Session, user_id: int, key: str) -> Conversation:
    return access.conversation_for(session, session.get_one(User, user_id), key, lock=True)
