"""The words that contacts and contractors are found by, however the words are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy.orm import Session

from occ.contacts.models import ContactWord, ContractorWord
from occ.core.db import insert
from occ.core.plain_words import plain

MOST_WORDS = 12
LONGEST_WORD = 30
_LAST = "\U0010ffff"
Words = type[ContactWord] | type[ContractorWord]


def of(text: str) -> set[str]:
    return {word[:LONGEST_WORD] for word in plain(text).split()[:MOST_WORDS]}


def keep(session: Session, table: Words, texts: Mapping[int, str], *, new: bool = False) -> None:
    """Have rows (ids) found by these texts, and no longer by what they were called before."""
    column = _owner(table)
    if not new:
        session.execute(delete(table).where(column.in_(texts)))
    rows = [{"word": word, column.key: owner} for owner in texts for word in of(texts[owner])]
    if rows:
        session.execute(insert(session, table.__table__).on_conflict_do_nothing(), rows)


def begins(column: Any, word: str) -> ColumnElement[bool]:
    """Of a column of words, those that begin like this one."""
    return and_(column >= word, column < word + _LAST)


def _owner(table: Words) -> Any:
    return ContactWord.contact_id if table is ContactWord else ContractorWord.contractor_id
