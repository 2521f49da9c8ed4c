"""People who were erased: how far that has come, and which numbers are not written to for good."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where

_UNDER_WAY = text("done_at IS NULL")


class Step(StrEnum):
    """What is emptied next; in this order."""

    CONVERSATIONS = "conversations"
    WRITTEN_FIRST = "written_first"
    """Messages that nobody has answered."""
    WEBHOOKS = "webhooks"
    RECIPIENTS = "recipients"
    """Their places in campaigns."""
    IMPORTS = "imports"
    ACCOUNTS = "accounts"
    FILES = "files"
    DONE = "done"


class Erasure(Base):
    """One person on their way out. A killed one goes on where it was: each slice moves `cursor`.

    `theirs` are the numbers and ids that what is left is found by; emptied at the end.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_due", "due_at", **only_where(_UNDER_WAY)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    step: Mapped[Step] = mapped_column(default=Step.CONVERSATIONS)
    cursor: Mapped[int] = mapped_column(default=0)
    theirs: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class ErasedNumber(Base):
    """A number whose person was erased: a digest by this installation's key, and no number.

    Nothing imports it again, and no campaign is sent to it, should its person write anew.
    """

    __tablename__ = "erased_numbers"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
