"""Messages with both statuses: could it be handed over, and did it arrive; and a new one (D1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core import pages
from occ.core.address import Channel, Identity
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import write_first
from occ.flows.write_first import Author
from occ.messaging import models
from occ.messaging.models import Direction, HandOver
from occ.messaging.ports import Delivery, Kind
from occ.messaging.sealed import MARK
from occ.routing import open_to
from occ.users.models import User
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.kinds import Text
from occ.web.api.operations import read, write
from occ.web.api.paging import Paging, page_of
from occ.web.language import from_row, translate
from occ.web.messages import HIDDEN

bp = Blueprint("api_messages", __name__)
_READS = (Scope.CONVERSATIONS_READ, Scope.MESSAGES_SEND)


@dataclass(frozen=True)
class Message:
    key: str
    conversation: Annotated[str | None, say("Its key; null until a contact has answered.")]
    direction: Direction
    kind: Kind
    body: str
    sender: str
    recipient: str
    author: Annotated[str | None, say("The user who wrote it.")]
    at: datetime
    hand_over: Annotated[
        HandOver | None, say("Whether the provider has it; null for one that came in.")
    ]
    delivery: Annotated[Delivery | None, say("What the provider reported.")]
    reason: Annotated[str | None, say("Why it was not sent, or did not arrive.")]
    reason_code: str | None
    parts: Annotated[int, say("Into how many SMS it is cut; 1 by WhatsApp.")]
    parts_billed: Annotated[int | None, say("What the provider billed.")]


MessagePage = page_of(Message)


@dataclass(frozen=True)
class Letter:
    channel: Channel
    to: Annotated[str, Text(16, 8, r"\+[1-9][0-9]{6,14}"), say("With the country code.")]
    text: Annotated[str | None, Text(4000), say("Or a template, by WhatsApp.")] = None
    template: Annotated[str | None, Text(64), say("Its SID, as in Settings → Templates.")] = None
    variables: Annotated[dict[str, str], say("What stands for the template's {{1}} …")] = field(
        default_factory=dict
    )
    service: Annotated[
        str | None,
        Text(64),
        say("Whose WhatsApp number it leaves from, where there are several: the key."),
    ] = None


@read(bp, "/messages", say("What this program has sent"), Scope.MESSAGES_SEND, MessagePage, Paging)
def index(session: Session, asked: Asked[Paging]) -> Any:
    query = _messages().where(models.Message.author_id == asked.caller.user_id)
    rows, more = pages.newest(session, query, models.Message, asked.what.after, asked.what.limit)
    return MessagePage(tuple(told(*row) for row in rows), more)


@write(
    bp,
    "/messages",
    say("Send a message"),
    Scope.MESSAGES_SEND,
    Message,
    Letter,
    wakes=("outbox",),
)
def send(session: Session, asked: Asked[Letter]) -> Message:
    wanted = asked.what
    letter = write_first.Letter(
        Identity(wanted.channel, wanted.to),
        wanted.text,
        wanted.template,
        wanted.variables,
        wanted.service,
    )
    author = Author(asked.caller.user_id, asked.caller.services, asked.effect)
    return told(write_first.write(session, author, letter, asked.now), None, _name(session, asked))


@read(bp, "/messages/<key>", say("One message"), _READS, Message)
def show(session: Session, asked: Asked[Nothing], key: str) -> Message:
    query = _messages().where(models.Message.key == key, open_to.messages(asked.caller))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(say("No message has this key."))
    return told(*row)


def _messages() -> Select[models.Message, str, str]:
    return (
        select(models.Message, Conversation.key, User.name)
        .outerjoin(Conversation, Conversation.id == models.Message.conversation_id)
        .outerjoin(User, User.id == models.Message.author_id)
    )


def _name(session: Session, asked: Asked[Letter]) -> str:
    return session.scalars(select(User.name).where(User.id == asked.caller.user_id)).one()


def told(row: models.Message, conversation: str | None, author: str | None) -> Message:
    return Message(
        row.key,
        conversation,
        row.direction,
        row.kind,
        row.body.replace(MARK, HIDDEN),
        row.sender,
        row.recipient,
        author,
        row.at,
        row.hand_over,
        row.delivery,
        translate(from_row(row.reason)) if row.reason else None,
        row.reason_code,
        row.parts,
        row.parts_billed,
    )
