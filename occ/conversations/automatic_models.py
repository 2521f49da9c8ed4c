"""Which texts a conversation was sent by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class AutomaticText(Base):
    """The last of its kind: the row that keeps it from being said twice in twelve hours."""

    __tablename__ = "automatic_texts"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
