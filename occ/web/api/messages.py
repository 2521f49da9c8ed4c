"""One message, with both statuses: could it be handed over, and did it arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.messaging import models
from occ.messaging.models import Direction, HandOver
from occ.messaging.ports import Delivery, Kind
from occ.routing import open_to
from occ.users.models import User
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.operations import read
from occ.web.api.paging import page_of
from occ.web.language import from_row, translate

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


MessagePage = page_of(Message)


@read(bp, "/messages/<key>", say("One message"), _READS, Message)
def show(session: Session, asked: Asked[Nothing], key: str) -> Message:
    row = session.execute(
        select(models.Message, Conversation.key, User.name)
        .outerjoin(Conversation, Conversation.id == models.Message.conversation_id)
        .outerjoin(User, User.id == models.Message.author_id)
        .where(models.Message.key == key, open_to.messages(asked.caller))
    ).one_or_none()
    if row is None:
        raise NotFound(say("No message has this key."))
    return told(*row)


def told(row: models.Message, conversation: str | None, author: str | None) -> Message:
    return Message(
        row.key,
        conversation,
        row.direction,
        row.kind,
        row.body,
        row.sender,
        row.recipient,
        author,
        row.at,
        row.hand_over,
        row.delivery,
        translate(from_row(row.reason)) if row.reason else None,
        row.reason_code,
    )
