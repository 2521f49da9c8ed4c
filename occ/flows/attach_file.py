"""An agent attaches a file to what they are about to send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.messaging import uploads
from occ.messaging.media import Fetched
from occ.routing import access
from occ.users.models import User


def attach(
    session: Session, user_id: int, key: str, file: str, what: Fetched, now: datetime
) -> dict[str, Any]:
    """Note a file that stands in its place; what the composer shows. Raises NotFound, Conflict."""
    user = session.get_one(User, user_id)
    conversation = access.held_by(session, user, key)
    return uploads.facts(uploads.add(session, user.id, conversation.id, file, what, now))


def attached(session: Session, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """By conversation."""
    found = uploads.of(session, user_id)
    if not found:
        return {}
    rows = session.execute(
        select(Conversation.id, Conversation.key).where(Conversation.id.in_(found))
    )
    return {key: found[id_] for id_, key in rows}
