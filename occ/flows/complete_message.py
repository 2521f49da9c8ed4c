"""A message that was fetched from the provider's list is completed by its webhook."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import addresses
from occ.conversations import queries, threads
from occ.conversations.models import Conversation
from occ.core.locks import lock_row
from occ.flows import inbound_message
from occ.flows.delivery_status import tell_messages
from occ.messaging import media
from occ.messaging.models import Message
from occ.messaging.ports import Inbound
from occ.messaging.texts import storable
from occ.routing import tell


class Moved(Exception):
    """Its conversation was joined to another in this very moment; the inbox tries again."""


def complete(session: Session, inbound: Inbound, now: datetime) -> None:
    """Fill in what the list did not tell of a message that is placed: the sender's name and
    other id, a place, a choice, what it answers, its files.

    When it was written and when it came stay as they are. Twice does what once does.
    """
    found = addresses.known(session, inbound.sender)
    renamed = bool(found) and inbound_message.learn(session, found, inbound, now)
    of_it = Message.provider_sid == inbound.sid
    where = select(Message.conversation_id).where(of_it).scalar_subquery()
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == where)
    )
    message: Message = lock_row(session, select(Message).where(of_it))
    if message.conversation_id != conversation.id:
        raise Moved(inbound.sid)
    words = threads.Heard(inbound.kind, storable(inbound.body), inbound.line)
    changed = _fill_in(session, conversation, message, inbound, words)
    changed |= media.add_to(session, message.id, inbound.attachments, now)
    is_last = changed and threads.heard_in_full(session, conversation, message.id, words)
    session.flush()
    if changed:
        tell_messages(session, [message])
    if renamed or is_last:
        tell.conversation_changed(session, threads.place_of(conversation))


def _fill_in(
    session: Session,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    words: threads.Heard,
) -> bool:
    """Whether a screen shows it otherwise now."""
    before = (message.kind, message.body, message.line, message.details)
    answered = inbound.details.quoted
    quote = queries.quoted(session, conversation.address_id, answered) if answered else None
    message.kind, message.body = words.kind, words.body
    message.line = words.line.as_json() if words.line else None
    message.details = inbound.details.as_json(quote)
    return before != (message.kind, message.body, message.line, message.details)
