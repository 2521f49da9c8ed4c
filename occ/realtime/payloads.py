"""The shape of every event a browser gets. Rows are read after the commit: they are the truth."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations import queries as threads
from occ.conversations.models import Conversation, State
from occ.conversations.notes import Note
from occ.core import clock
from occ.core.events import Event
from occ.messaging.models import Message
from occ.routing import access, lookers, queries, waiting
from occ.services.models import Service
from occ.users.facts import me
from occ.users.models import User

Payload = dict[str, Any]


def of(session: Session, event: Event) -> tuple[str, Payload]:
    """Name and payload of an event."""
    match event.name:
        case "message_added" | "message_changed" | "note_added" | "thread_changed":
            body = dict(event.facts)
        case "conversation_changed":
            row = queries.summary(session, event.facts["conversation"])
            body = {"conversation": row}
            if row["state"] == State.WAITING.value:
                which = Service.key == row["service"]["key"]
                body["waits"] = waiting.reasons(session, which, clock.now())
        case "lookers_changed":
            seen = lookers.of(session, event.facts["id"], clock.now())
            body = {"conversation": event.facts["conversation"], "lookers": seen}
        case "user_changed":
            body = {"user": me(session.get_one(User, event.facts["user"]))}
        case _:
            # The page only counts it: the number must not look like a gap.
            return "passed", {"streams": event.numbers}
    return event.name, {"streams": event.numbers, **body}


def late(session: Session, user: User, event: Event) -> tuple[str, Payload]:
    """The same for a page of the user's that comes late.

    It is told one stream after the other, so a message as it stands now; and of a conversation
    that has gone on to others since, no words.
    """
    name, payload = of(session, event)
    match event.name:
        case "message_added" | "message_changed":
            key = event.facts["message"]["key"]
            message = session.scalars(select(Message).where(Message.key == key)).one()
            told = threads.message_facts(session, message)
            return name, {**payload, "conversation": told["conversation"], "message": told}
        case "note_added":
            where = select(Conversation.key).join(Note, Note.conversation_id == Conversation.id)
            moved = session.scalar(where.where(Note.key == event.facts["note"]["key"]))
            return name, {**payload, "conversation": moved}
        case "conversation_changed":
            row = payload["conversation"]
            seen = select(Conversation.id).where(
                Conversation.id == row["number"], access.visible(user)
            )
            if session.scalar(seen) is None:
                return name, {**payload, "conversation": {**row, "last": None}}
    return name, payload
