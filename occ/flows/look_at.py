"""Somebody has a conversation on the screen: colleagues who see it, too, are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.routing import access, lookers
from occ.routing.lookers import Doing
from occ.users.models import User


def look(
    session: Session, user_id: int, connection: str, key: str, doing: Doing, now: datetime
) -> list[dict[str, Any]]:
    """Everybody who looks at it, this user among them. Raises NotFound."""
    conversation = access.conversation_for(session, session.get_one(User, user_id), key)
    lookers.look(session, user_id, connection, conversation, doing)
    return lookers.of(session, conversation.id, now)
