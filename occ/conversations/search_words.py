"""The words by which a conversation is found: everything that was said in it, and its notes.

An index of our own rather than the databases': SQLite's FTS5 and PostgreSQL's tsvector fold letters
differently, neither takes an Arabic ي for a Persian ی, and either would be written while the
customer's message waits. Here both find alike, a job writes the words some seconds later, and they
are rows as any others, which `occ db copy` takes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, desc, literal, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.contacts.models import IN_BYTES
from occ.contacts.words import LONGEST_WORD, begins
from occ.conversations.models import Conversation
from occ.conversations.notes import Note
from occ.core.db import insert
from occ.core.locks import locked
from occ.core.plain_words import plain
from occ.core.types import Base
from occ.messaging.models import Message

SHORTEST_WORD = 2
MOST_WORDS = 400
_AT_ONCE = 500
_SETTLED = timedelta(seconds=10)
"""Numbers are given out before the commit: by then, those below have been committed too."""


_SAID: dict[str, type[Message] | type[Note]] = {"messages": Message, "notes": Note}


class ConversationWord(Base):
    __tablename__ = "conversation_words"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(IN_BYTES, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id"), primary_key=True, index=True
    )


class SearchMark(Base):
    """Up to which number the words of something are kept."""

    __tablename__ = "search_marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


def of(text: str) -> set[str]:
    words = plain(text).split()[:MOST_WORDS]
    return {word[:LONGEST_WORD] for word in words if len(word) >= SHORTEST_WORD}


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether a word of the text begins like each of these."""
    held = of(text)
    return all(any(one.startswith(word) for one in held) for word in words)


def index(session: Session, now: datetime) -> bool:
    """Keep the words of what was said since; whether there may be more."""
    session.execute(
        insert(session, SearchMark.__table__).on_conflict_do_nothing(),
        [{"name": name, "number": 0} for name in _SAID],
    )
    rows = session.scalars(locked(select(SearchMark).order_by(SearchMark.name)))
    found = {mark.name: mark for mark in rows.all()}
    return any([_go_on(session, found[name], said, now) for name, said in _SAID.items()])


def is_behind(session: Session, now: datetime) -> bool:
    """Whether `index` would find something: asked first, since it writes."""
    for name, said in _SAID.items():
        mark = session.scalar(select(SearchMark.number).where(SearchMark.name == name)) or 0
        first = session.scalar(select(said.at).where(said.id > mark).order_by(said.id).limit(1))
        if first is not None and first <= now - _SETTLED:
            return True
    return False


def carrying(words: Sequence[str]) -> ColumnElement[bool]:
    """Conversations that have a word beginning like each of these."""
    return and_(
        *(
            Conversation.id.in_(
                select(ConversationWord.conversation_id).where(begins(ConversationWord.word, word))
            )
            for word in words
        )
    )


def excerpts(
    session: Session, conversation_ids: Sequence[int], words: Sequence[str]
) -> dict[int, str]:
    """Of each the newest text among its last ones that holds the most of the words."""
    if not conversation_ids:
        return {}
    bodies: dict[int, list[str]] = {}
    for said, most in ((Message, 100), (Note, 20)):
        latest = [_latest(said, number, most) for number in conversation_ids]
        for number, _, body in session.execute(union_all(*latest).order_by(desc("id"))):
            bodies.setdefault(number, []).append(body)
    return {number: _best(texts, words) for number, texts in bodies.items()}


def _latest(said: type[Message] | type[Note], conversation_id: int, most: int) -> Select[Any]:
    """Each by its own limit: a long thread is not read for its last words."""
    newest = select(said.conversation_id, said.id, said.body)
    newest = newest.where(said.conversation_id == conversation_id).order_by(said.id.desc())
    return select(newest.limit(most).subquery())


def _best(bodies: Sequence[str], words: Sequence[str]) -> str:
    best, most = "", -1
    for body in bodies:
        held = of(body)
        fits = sum(any(one.startswith(word) for one in held) for word in words)
        if fits > most:
            best, most = body, fits
        if fits == len(words):
            break
    return best[:200]


def move(session: Session, ended_id: int, stays_id: int) -> None:
    """What was said in a conversation that was joined to another is found in both."""
    here = select(ConversationWord.word, literal(stays_id)).where(
        ConversationWord.conversation_id == ended_id
    )
    session.execute(
        insert(session, ConversationWord.__table__)
        .from_select(["word", "conversation_id"], here)
        .on_conflict_do_nothing()
    )


def _go_on(
    session: Session, mark: SearchMark, said: type[Message] | type[Note], now: datetime
) -> bool:
    rows = session.execute(
        select(said.id, said.conversation_id, said.body, said.at)
        .where(said.id > mark.number)
        .order_by(said.id)
        .limit(_AT_ONCE)
    ).all()
    # A number above one that is too young waits for its turn.
    settled = list(takewhile(lambda row: row.at <= now - _SETTLED, rows))
    if not settled:
        return False
    _keep(session, [(row.conversation_id, row.body) for row in settled])
    mark.number = settled[-1].id
    session.flush()
    return len(settled) == _AT_ONCE


def _keep(session: Session, texts: Sequence[tuple[int | None, str]]) -> None:
    found = {
        (word, conversation_id)
        for conversation_id, body in texts
        if conversation_id is not None
        for word in of(body)
    }
    if found:
        session.execute(
            insert(session, ConversationWord.__table__).on_conflict_do_nothing(),
            [{"word": word, "conversation_id": number} for word, number in sorted(found)],
        )
