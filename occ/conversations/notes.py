"""Notes to colleagues: they stand in the thread and never leave the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core import ids
from occ.core.clock import iso
from occ.core.errors import OccError
from occ.core.types import Base
from occ.core.words import say
from occ.messaging import texts
from occ.users.models import User

LONGEST_NOTE = 4000
MOST_TOLD = 500


class Note(Base):
    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("author_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str]
    """The page's own: the same again is the same note."""
    body: Mapped[str]
    at: Mapped[datetime]


Facts = dict[str, Any]


def readable_body(body: str) -> str:
    """Raises OccError for nothing, and for too much."""
    text = texts.storable(body).strip()
    if texts.is_blank(text):
        raise OccError(say("Write something first: an empty note says nothing."), "empty")
    if len(text) > LONGEST_NOTE:
        raise OccError(
            say("This is too long: at most %(most)s characters.", most=LONGEST_NOTE), "too_long"
        )
    return text


def add(
    session: Session, conversation_id: int, author: User, client_id: str, body: str, now: datetime
) -> Facts:
    """In a conversation that is locked. Raises OccError."""
    note = Note(
        key=ids.new("not"),
        conversation_id=conversation_id,
        author_id=author.id,
        client_id=client_id,
        body=readable_body(body),
        at=now,
    )
    session.add(note)
    session.flush()
    return _facts(note, author.key, author.name)


def written(session: Session, author_id: int, client_id: str) -> Facts | None:
    """What was stored of it before, if anything."""
    row = session.execute(
        select(Note, User.key, User.name)
        .join(User, User.id == Note.author_id)
        .where(Note.author_id == author_id, Note.client_id == client_id)
    ).one_or_none()
    return None if row is None else _facts(*row)


def of(session: Session, conversation_id: int) -> list[Facts]:
    """The newest, the oldest of them first."""
    rows = session.execute(
        select(Note, User.key, User.name)
        .join(User, User.id == Note.author_id)
        # An emptied one says nothing any more.
        .where(Note.conversation_id == conversation_id, Note.body != "")
        .order_by(Note.id.desc())
        .limit(MOST_TOLD)
    ).all()
    return [_facts(*row) for row in reversed(rows)]


def move(session: Session, ended_id: int, stays_id: int) -> None:
    """They go on with the conversation that theirs was joined to."""
    session.execute(
        update(Note).where(Note.conversation_id == ended_id).values(conversation_id=stays_id)
    )


def _facts(note: Note, author_key: str, author_name: str) -> Facts:
    return {
        "key": note.key,
        "body": note.body,
        "at": iso(note.at),
        "author": {"key": author_key, "name": author_name},
        "client_id": note.client_id,
    }
