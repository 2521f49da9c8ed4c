"""How far the provider's lists are read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class Fetch(Base):
    """A list of the provider's that we read: when next, how far it is read, what went wrong.

    `name` is one of our numbers as the provider writes it, or `STATUSES`.
    """

    __tablename__ = "fetches"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    read_until: Mapped[datetime | None]
    """By the provider's clock: the time of the newest message that was seen."""
    deep_at: Mapped[datetime | None]
    """When it was last read further back than what is new."""
    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    error: Mapped[dict[str, Any] | None]
    missed: Mapped[int] = mapped_column(default=0)
    """Messages it brought that a webhook should have brought."""
    missed_at: Mapped[datetime | None]
