"""Read the messages of a conversation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.conversations.threads import LONGEST_PREVIEW
from occ.messaging import media
from occ.messaging.messages import Facts, facts, shown_status
from occ.messaging.models import FAILED, Message
from occ.users.models import User

PAGE = 50
_NOT_ARRIVED = {"failed", "undelivered", "unknown"}


def page(
    session: Session, conversation: Conversation, before: int | None = None
) -> tuple[list[Facts], bool]:
    """The newest PAGE messages, or those before the number `before`; oldest first, and if more."""
    query = (
        select(Message, User.key, User.name)
        .outerjoin(User, User.id == Message.author_id)
        .where(Message.conversation_id == conversation.id)
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Message.id < before)
    rows = session.execute(query).all()
    files = media.of_messages(session, [message.id for message, _, _ in rows[:PAGE]])
    shown = [
        facts(message, conversation.key, (key, name) if key else None, files.get(message.id, ()))
        for message, key, name in reversed(rows[:PAGE])
    ]
    return shown, len(rows) > PAGE


def message_facts(session: Session, message: Message) -> Facts:
    """What screens are told of one message."""
    conversation_key, author_key, author_name = session.execute(
        select(Conversation.key, User.key, User.name)
        .select_from(Conversation)
        .outerjoin(User, User.id == message.author_id)
        .where(Conversation.id == message.conversation_id)
    ).one()
    author = (author_key, author_name) if author_key else None
    files = media.of_messages(session, [message.id])
    return facts(message, conversation_key, author, files.get(message.id, ()))


def quoted(session: Session, address_id: int, sid: str) -> Facts:
    """The message with that id of the provider's, where this address wrote or was written it."""
    found = session.execute(
        select(Message, Conversation.key)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.provider_sid == sid, Conversation.address_id == address_id)
    ).one_or_none()
    if found is None:
        return {"message": None}
    message, conversation_key = found
    return {
        "message": message.key,
        "conversation": conversation_key,
        "direction": message.direction.value,
        "body": message.body[:LONGEST_PREVIEW],
        "line": message.line,
    }


def key_of(session: Session, conversation_id: int | None) -> str | None:
    return session.scalar(select(Conversation.key).where(Conversation.id == conversation_id))


def keys_of(session: Session, conversation_ids: Collection[int]) -> dict[int, str]:
    found = select(Conversation.id, Conversation.key).where(Conversation.id.in_(conversation_ids))
    return {number: key for number, key in session.execute(found)}


def failed(session: Session, conversation_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Texts of ours that did not arrive, as far as is known: key and status, by conversation."""
    found: dict[int, dict[str, str]] = {each: {} for each in conversation_ids}
    for message in session.scalars(
        select(Message).where(Message.conversation_id.in_(conversation_ids), FAILED)
    ):
        if message.conversation_id is not None and shown_status(message) in _NOT_ARRIVED:
            found[message.conversation_id][message.key] = shown_status(message)
    return found


def of_contact(session: Session, contact_id: int, most: int) -> Sequence[Conversation]:
    """Of a contact on every channel, the newest words first."""
    addresses = select(Address.id).where(Address.contact_id == contact_id)
    return session.scalars(
        select(Conversation)
        .where(Conversation.address_id.in_(addresses))
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(most)
    ).all()
