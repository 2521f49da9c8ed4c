"""What an agent has typed and not sent is kept here, too, for another computer and a crash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, Draft
from occ.core.clock import iso
from occ.core.db import insert
from occ.messaging import texts
from occ.routing import access
from occ.users.models import User

LONGEST_DRAFT = 20_000
MOST_TOLD = 200


def save(session: Session, user_id: int, key: str, body: str, now: datetime) -> None:
    """Keep the user's present text of a conversation; an empty one is none. Raises NotFound."""
    conversation = access.conversation_for(session, session.get_one(User, user_id), key)
    text = texts.storable(body)
    if not text.strip():
        _forget(session, user_id, conversation.id)
        return
    row = {"conversation_id": conversation.id, "user_id": user_id, "body": text, "at": now}
    session.execute(
        insert(session, Draft.__table__)
        .values(row)
        .on_conflict_do_update(
            index_elements=["conversation_id", "user_id"], set_={"body": text, "at": now}
        )
    )


def sent(session: Session, user_id: int, conversation_id: int, text: str) -> None:
    """The text is queued: the draft of it goes, also one that was kept half way. Another stays."""
    draft = session.get(Draft, (conversation_id, user_id))
    if draft is not None and text.startswith(draft.body.strip()):
        _forget(session, user_id, conversation_id)


def move(session: Session, ended_id: int, stays: Conversation) -> None:
    """What was typed in a conversation that ended in another goes with its words, for who goes on.

    Where somebody else has that one it stays, to be read. What was typed in both is two still.
    """
    there = select(Draft.user_id).where(Draft.conversation_id == stays.id)
    who = true() if stays.user_id is None else Draft.user_id == stays.user_id
    session.execute(
        update(Draft)
        .where(Draft.conversation_id == ended_id, Draft.user_id.not_in(there), who)
        .values(conversation_id=stays.id)
        .execution_options(synchronize_session=False)
    )


def of(session: Session, user_id: int) -> dict[str, Any]:
    """The user's newest drafts by conversation: body, and when it was kept."""
    rows = session.execute(
        select(Conversation.key, Draft.body, Draft.at)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(Draft.user_id == user_id)
        .order_by(Draft.at.desc())
        .limit(MOST_TOLD)
    )
    return {key: {"body": body, "at": iso(at)} for key, body, at in rows}


def _forget(session: Session, user_id: int, conversation_id: int) -> None:
    session.execute(
        delete(Draft).where(Draft.user_id == user_id, Draft.conversation_id == conversation_id)
    )
