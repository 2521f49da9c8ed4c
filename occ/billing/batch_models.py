"""Packs of WhatsApp messages: as issued, a pair of code and password; as loaded, a batch."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base

MESSAGES = range(1, 1_000_001)


class Batch(Base):
    """A loaded pack. Its number rises and never returns (B1)."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("messages > 0", name="messages"),
        CheckConstraint("used >= 0 AND reserved >= 0 AND used + reserved <= messages", name="used"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    description: Mapped[str]
    messages: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    """By messages the provider has accepted."""
    reserved: Mapped[int] = mapped_column(default=0)
    """For messages on their way to it."""
    loaded_at: Mapped[datetime]
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def left(self) -> int:
        return self.messages - self.used - self.reserved


class BatchPair(Base):
    """What was issued: it loads one batch, once (B4). Of the password a slow digest is kept."""

    __tablename__ = "batch_pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    messages: Mapped[int]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), unique=True)
