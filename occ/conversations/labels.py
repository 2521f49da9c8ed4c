"""Lists that a company keeps for its conversations: tags they carry, outcomes they close with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, func, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.conversations.models import Conversation
from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.locks import lock_row
from occ.core.types import Base, only_where
from occ.core.words import say

LONGEST_NAME = 40
Named = dict[str, str]


class LabelKind(StrEnum):
    TAG = "tag"
    OUTCOME = "outcome"


class Label(Base):
    """One that was removed is offered no more; what carries it keeps it."""

    __tablename__ = "labels"
    __table_args__ = (
        Index(
            "one_live_label_per_name",
            "kind",
            "name",
            unique=True,
            **only_where("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[LabelKind]
    name: Mapped[str]
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Tagging(Base):
    """A tag on a conversation."""

    __tablename__ = "taggings"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("labels.id"), primary_key=True, index=True)


def listed(session: Session, kind: LabelKind) -> Sequence[Label]:
    live = select(Label).where(Label.kind == kind, Label.removed_at.is_(None))
    return session.scalars(live.order_by(func.lower(Label.name))).all()


def told(session: Session, kind: LabelKind) -> list[Named]:
    """As screens are told, to choose from."""
    return [{"key": label.key, "name": label.name} for label in listed(session, kind)]


def carried(session: Session, kind: LabelKind) -> dict[int, int]:
    """How many conversations carry each tag, or were closed with each outcome."""
    which: Any = Tagging.label_id if kind is LabelKind.TAG else Conversation.outcome_id
    query = select(which, func.count()).where(which.is_not(None)).group_by(which)
    return {label_id: count for label_id, count in session.execute(query)}


def by_key(session: Session, kind: LabelKind, key: str) -> Label:
    """Locked. Raises NotFound, also for one that was removed."""
    found: Label | None = lock_row(
        session, select(Label).where(Label.kind == kind, Label.key == key)
    )
    if found is None or found.removed_at is not None:
        raise _gone()
    return found


def save(
    session: Session, kind: LabelKind, present: Label | None, name: str, now: datetime
) -> Label:
    """Make one, or call it otherwise. Raises Invalid, Conflict."""
    named = " ".join(name.split())
    if not 1 <= len(named) <= LONGEST_NAME:
        raise Invalid({"name": say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)})
    others = select(Label.id).where(
        Label.kind == kind,
        Label.removed_at.is_(None),
        func.lower(Label.name) == func.lower(named),
    )
    if present is not None:
        others = others.where(Label.id != present.id)
    if session.scalar(others) is not None:
        raise Conflict(say("%(name)s is in the list already.", name=named), "name_taken")
    label = present or Label(key=ids.new(kind.value[:3]), kind=kind, made_at=now)
    label.name = named
    session.add(label)
    session.flush()
    return label


def put(session: Session, conversation_id: int, label_id: int) -> None:
    session.execute(
        insert(session, Tagging.__table__)
        .values(conversation_id=conversation_id, label_id=label_id)
        .on_conflict_do_nothing()
    )


def take(session: Session, conversation_id: int, key: str) -> None:
    """Also one that was removed from the list since. Raises NotFound for what never was one."""
    which = session.scalar(select(Label.id).where(Label.key == key))
    if which is None:
        raise _gone()
    session.execute(
        delete(Tagging).where(Tagging.conversation_id == conversation_id, Tagging.label_id == which)
    )


def tags_of(session: Session, conversation_ids: Sequence[int]) -> dict[int, list[Named]]:
    """By conversation, in the order of their names."""
    found: dict[int, list[Named]] = {each: [] for each in conversation_ids}
    rows = session.execute(
        select(Tagging.conversation_id, Label.key, Label.name)
        .join(Label, Label.id == Tagging.label_id)
        .where(Tagging.conversation_id.in_(conversation_ids))
        .order_by(func.lower(Label.name))
    )
    for conversation_id, key, name in rows:
        found[conversation_id].append({"key": key, "name": name})
    return found


def move(session: Session, ended_id: int, stays: Conversation) -> None:
    """The tags of a conversation that was joined to another stand on both."""
    here = select(literal(stays.id), Tagging.label_id).where(Tagging.conversation_id == ended_id)
    session.execute(
        insert(session, Tagging.__table__)
        .from_select(["conversation_id", "label_id"], here)
        .on_conflict_do_nothing()
    )


def _gone() -> NotFound:
    return NotFound(say("This is no longer in the list. Choose another."))
