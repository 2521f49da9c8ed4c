"""The files of messages: one is claimed, fetched by a job, and its message shown anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import Conflict
from occ.core.words import say
from occ.flows.delivery_status import tell_messages
from occ.messaging import media
from occ.messaging.media import Claimed, Fetched, NotFetched
from occ.messaging.models import MediaFile, Message
from occ.routing import access
from occ.users.models import User


def claim(session: Session, now: datetime) -> Claimed | None:
    """The next file to fetch."""
    while isinstance(found := media.claim(session, now), MediaFile):
        _tell(session, found)
    return found


def settle(session: Session, key: str, became: Fetched | NotFetched, now: datetime) -> None:
    row = media.settle(session, key, became, now)
    if row is not None:
        _tell(session, row)


def again(session: Session, user_id: int, key: str, now: datetime) -> Message:
    """Somebody wants a file fetched after all. Raises NotFound, Conflict."""
    message = session.get_one(Message, seen(session, user_id, key).message_id)
    row = media.fetch_again(session, key, now)
    if row is None:
        raise Conflict(say("This file is here already, or on its way."), "not_failed")
    _tell(session, row)
    return message


def seen(session: Session, user_id: int, key: str) -> MediaFile:
    """A file in a conversation that the user may see. Raises NotFound."""
    row = media.known(session, key)
    message = session.get_one(Message, row.message_id)
    conversation = session.get_one(Conversation, message.conversation_id)
    access.conversation_for(session, session.get_one(User, user_id), conversation.key)
    return row


def _tell(session: Session, row: MediaFile) -> None:
    session.flush()
    tell_messages(session, [session.get_one(Message, row.message_id)])
