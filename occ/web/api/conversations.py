"""Conversations and what was said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations import models
from occ.conversations.models import State
from occ.core import pages
from occ.core.errors import NotFound
from occ.core.words import say
from occ.messaging.models import Message as MessageRow
from occ.routing import open_to
from occ.services.models import Service
from occ.users.models import User
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.messages import MessagePage, told
from occ.web.api.operations import read
from occ.web.api.paging import Paging, page_of

bp = Blueprint("api_conversations", __name__)


@dataclass(frozen=True)
class Named:
    key: str
    name: str


@dataclass(frozen=True)
class Conversation:
    key: str
    state: State
    contact: Named
    service: Named
    user: Annotated[Named | None, say("Who has it, or was offered it.")]
    our_number: str
    opened_at: datetime
    last_at: Annotated[datetime, say("When something was last said.")]
    closed_at: datetime | None


@dataclass(frozen=True)
class Sought(Paging):
    state: State | None = None


ConversationPage = page_of(Conversation)


@read(
    bp,
    "/conversations",
    say("List conversations"),
    Scope.CONVERSATIONS_READ,
    ConversationPage,
    Sought,
)
def index(session: Session, asked: Asked[Sought]) -> Any:
    query = _open_to(asked)
    if asked.what.state:
        query = query.where(models.Conversation.state == asked.what.state)
    rows, more = pages.newest(
        session, query, models.Conversation, asked.what.after, asked.what.limit
    )
    return ConversationPage(tuple(_told(*row) for row in rows), more)


@read(bp, "/conversations/<key>", say("One conversation"), Scope.CONVERSATIONS_READ, Conversation)
def show(session: Session, asked: Asked[Nothing], key: str) -> Conversation:
    row = session.execute(_open_to(asked).where(models.Conversation.key == key)).one_or_none()
    if row is None:
        raise NotFound(say("No conversation has this key."))
    return _told(*row)


@read(
    bp,
    "/conversations/<key>/messages",
    say("What was said in a conversation"),
    Scope.CONVERSATIONS_READ,
    MessagePage,
    Paging,
)
def messages(session: Session, asked: Asked[Paging], key: str) -> Any:
    conversation = open_to.conversation(session, asked.caller, key)
    query = (
        select(MessageRow, models.Conversation.key, User.name)
        .join(models.Conversation, models.Conversation.id == MessageRow.conversation_id)
        .outerjoin(User, User.id == MessageRow.author_id)
        .where(MessageRow.conversation_id == conversation.id)
    )
    rows, more = pages.newest(session, query, MessageRow, asked.what.after, asked.what.limit)
    return MessagePage(tuple(told(*row) for row in rows), more)


def _open_to(asked: Asked[Any]) -> Select[models.Conversation, Contact, Service, User]:
    return (
        select(models.Conversation, Contact, Service, User)
        .join(Address, Address.id == models.Conversation.address_id)
        .join(Contact, Contact.id == Address.contact_id)
        .join(Service, Service.id == models.Conversation.service_id)
        .outerjoin(User, User.id == models.Conversation.user_id)
        .where(open_to.conversations(asked.caller))
    )


def _told(
    row: models.Conversation, contact: Contact, service: Service, user: User | None
) -> Conversation:
    return Conversation(
        row.key,
        row.state,
        Named(contact.key, contact.name),
        Named(service.key, service.name),
        Named(user.key, user.name) if user else None,
        row.our_address,
        row.opened_at,
        row.last_at,
        row.closed_at,
    )
