"""Rights given to a user beyond the pages of their role."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where


class PowerKind(StrEnum):
    CREDITS = "credits"
    """A wallet that their messages are paid from."""
    CAMPAIGNS = "campaigns"
    WRITING_FIRST = "writing_first"
    LOADING_BATCHES = "loading_batches"
    EXPORTING = "exporting"


class Power(Base):
    """One right of one user's, until it is withdrawn; each kind once at a time."""

    __tablename__ = "powers"
    __table_args__ = (
        Index(
            "one_power_of_a_kind",
            "user_id",
            "kind",
            unique=True,
            **only_where("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[PowerKind]
    given_at: Mapped[datetime]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
