"""What a program may see: its token's scopes say what kinds of things, its services which of them.

`access.py` is the same door for people.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.messaging.models import Message
from occ.services.models import Service
from occ.users.scopes import Scope
from occ.users.tokens import Caller


def conversations(caller: Caller) -> ColumnElement[bool]:
    if not caller.services:
        return true()
    named = select(Service.id).where(Service.key.in_(caller.services))
    return Conversation.service_id.in_(named)


def contacts(caller: Caller) -> ColumnElement[bool]:
    """Who has written to one of the services."""
    if not caller.services:
        return Contact.erased_at.is_(None)
    wrote = (
        select(Address.contact_id)
        .join(Conversation, Conversation.address_id == Address.id)
        .where(conversations(caller))
    )
    return Contact.erased_at.is_(None) & Contact.id.in_(wrote)


def messages(caller: Caller) -> ColumnElement[bool]:
    """Those of the conversations it may read, and what it sent itself."""
    own = Message.author_id == caller.user_id
    if Scope.CONVERSATIONS_READ not in caller.scopes:
        return own
    open_ones = select(Conversation.id).where(conversations(caller))
    return or_(own, Message.conversation_id.in_(open_ones))


def conversation(session: Session, caller: Caller, key: str) -> Conversation:
    """Raises NotFound, also for one that is not open to the token."""
    found = session.scalar(
        select(Conversation).where(Conversation.key == key, conversations(caller))
    )
    if found is None:
        raise NotFound(say("No conversation has this key."))
    return found
