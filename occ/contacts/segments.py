"""Saved filters: who they hold is looked up when they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.contacts.finding import Filter
from occ.core import ids
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.types import Base
from occ.core.words import say

LONGEST_NAME = 80


class Segment(Base):
    __tablename__ = "segments"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    asked: Mapped[dict[str, Any]]
    """The fields of its filter that are not empty."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    @property
    def filter(self) -> Filter:
        known = {each.name for each in fields(Filter)}
        return Filter(**{name: value for name, value in self.asked.items() if name in known})


def all_of_them(session: Session) -> Sequence[Segment]:
    return session.scalars(select(Segment).order_by(func.lower(Segment.name))).all()


def by_key(session: Session, key: str) -> Segment:
    """Raises NotFound."""
    found = session.scalars(select(Segment).where(Segment.key == key)).one_or_none()
    if found is None:
        raise NotFound(say("There is no such segment."))
    return found


def save(session: Session, actor_id: int, name: str, wanted: Filter, now: datetime) -> Segment:
    """Raises Invalid, Conflict for a name that another has."""
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid({"name": say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)})
    if session.scalar(select(Segment.id).where(Segment.name == name)) is not None:
        raise Conflict(say("There is a segment %(name)s already.", name=name), "name_taken")
    asked = {field: value for field, value in asdict(wanted).items() if value}
    made = Segment(key=ids.new("seg"), name=name, asked=asked, user_id=actor_id, saved_at=now)
    session.add(made)
    session.flush()
    return made


def remove(session: Session, key: str) -> None:
    """The contacts stay, and campaigns keep whom they had. Raises NotFound."""
    session.delete(by_key(session, key))
    session.flush()
