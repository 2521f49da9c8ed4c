"""The shape of every event a browser gets. Rows are read after the commit: they are the truth."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from occ.core.events import Event
from occ.routing import queries
from occ.users.facts import me
from occ.users.models import User

Payload = dict[str, Any]


def of(session: Session, event: Event) -> tuple[str, Payload] | None:
    """Name and payload of an event, or None for one that is no browser's business."""
    match event.name:
        case "message_added" | "message_changed":
            body = dict(event.facts)
        case "conversation_changed":
            body = {"conversation": queries.summary(session, event.facts["conversation"])}
        case "user_changed":
            body = {"user": me(session.get_one(User, event.facts["user"]))}
        case _:
            # The page only counts it: the number must not look like a gap.
            return "passed", {"streams": event.numbers}
    return event.name, {"streams": event.numbers, **body}
