"""Find what was said in one conversation: a stretch of it at a time, the newest before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations import search_words
from occ.messaging.models import Message
from occ.routing import access
from occ.users.models import User

LOOKED_AT = 500
"""Messages a question: their letters are folded here, alike on every database, in some 15 ms."""


def find(
    session: Session, user: User, key: str, sought: str, before: int | None = None
) -> dict[str, Any]:
    """Messages of which a word begins like each that is sought, among those before a number.

    `next` is the number to go on before; None: all were looked at. Raises NotFound.
    """
    conversation = access.conversation_for(session, user, key)
    words = search_words.of(sought)
    if not words:
        return {"found": [], "next": None}
    query = (
        select(Message.id, Message.key, Message.body)
        .where(Message.conversation_id == conversation.id)
        .order_by(Message.id.desc())
        .limit(LOOKED_AT)
    )
    if before is not None:
        query = query.where(Message.id < before)
    rows = session.execute(query).all()
    found = [
        {"key": row.key, "number": row.id} for row in rows if search_words.holds(row.body, words)
    ]
    return {"found": found, "next": rows[-1].id if len(rows) == LOOKED_AT else None}
