"""Tokens of programs, and the calls made with them that may be repeated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class Token(Base):
    """What a program signs in with; a keyed digest of the secret is kept, and its last letters.

    `window_…` count the calls of a minute. Only what `users/tokens.py` does changes a row.
    """

    __tablename__ = "tokens"
    __table_args__ = (CheckConstraint("window_calls >= 0", name="window_calls"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    ends_in: Mapped[str]
    scopes: Mapped[list[str]]
    services: Mapped[list[str]]
    """Keys of the services whose conversations and contacts it may see; none: all."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """Written at most once a minute."""
    window_ends_at: Mapped[datetime | None]
    window_calls: Mapped[int] = mapped_column(default=0)


class Call(Base):
    """A write that a program named with an `Idempotency-Key`, and how it was answered.

    It stands in the transaction of what it did: there is no answer without its effect, and no
    effect without its answer. The answer is sealed, since it may hold a one-time link.
    """

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        # The ids name effects, so that none may return.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    digest: Mapped[str]
    """Of what was asked for."""
    status: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(index=True)
