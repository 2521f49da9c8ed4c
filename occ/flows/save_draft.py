"""What an agent has typed and not sent is kept here, too, for another computer and a crash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, true, update
from sqlalchemy.orm import Session, aliased

from occ.conversations.models import Conversation, Draft
from occ.core.clock import iso
from occ.core.db import insert
from occ.messaging import texts
from occ.routing import access
from occ.users.models import User

LONGEST_DRAFT = 20_000
MOST_TOLD = 200
NOTE = "#note"


def save(
    session: Session, user_id: int, key: str, body: str, now: datetime, note: bool = False
) -> None:
    """Keep the user's present text of a conversation, or of a note in it; an empty one is none.

    Raises NotFound.
    """
    conversation = access.conversation_for(session, session.get_one(User, user_id), key)
    text = texts.storable(body)
    if not text.strip():
        _forget(session, user_id, conversation.id, note)
        return
    where = {"conversation_id": conversation.id, "user_id": user_id, "note": note}
    row = {**where, "body": text, "at": now}
    session.execute(
        insert(session, Draft.__table__)
        .values(row)
        .on_conflict_do_update(index_elements=list(where), set_={"body": text, "at": now})
    )


def sent(
    session: Session, user_id: int, conversation_id: int, text: str, note: bool = False
) -> None:
    """The text is queued: the draft of it goes, also one that was kept half way. Another stays."""
    draft = session.get(Draft, (conversation_id, user_id, note))
    if draft is not None and text.startswith(draft.body.strip()):
        _forget(session, user_id, conversation_id, note)


def move(session: Session, ended_id: int, stays: Conversation) -> None:
    """What was typed in a conversation that ended in another goes with its words, for who goes on.

    Where somebody else has that one it stays, to be read. What was typed in both is two still.
    """
    other = aliased(Draft)
    there = exists().where(
        other.conversation_id == stays.id,
        other.user_id == Draft.user_id,
        other.note == Draft.note,
    )
    who = true() if stays.user_id is None else Draft.user_id == stays.user_id
    session.execute(
        update(Draft)
        .where(Draft.conversation_id == ended_id, ~there, who)
        .values(conversation_id=stays.id)
        .execution_options(synchronize_session=False)
    )


def of(session: Session, user_id: int) -> dict[str, Any]:
    """The user's newest drafts: body, and when it was kept. By conversation's key; of a note with
    NOTE after it.
    """
    rows = session.execute(
        select(Conversation.key, Draft.note, Draft.body, Draft.at)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(Draft.user_id == user_id)
        .order_by(Draft.at.desc())
        .limit(MOST_TOLD)
    )
    return {key + NOTE * note: {"body": body, "at": iso(at)} for key, note, body, at in rows}


def _forget(session: Session, user_id: int, conversation_id: int, note: bool) -> None:
    session.execute(
        delete(Draft).where(
            Draft.user_id == user_id,
            Draft.conversation_id == conversation_id,
            Draft.note == note,
        )
    )
