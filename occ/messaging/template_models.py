"""WhatsApp templates, as the provider listed them last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base
from occ.messaging.ports import Approval


class Template(Base):
    """A text that WhatsApp has approved, or not yet. One that is listed no more is kept, gone."""

    __tablename__ = "templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str]
    body: Mapped[str]
    variables: Mapped[dict[str, Any]]
    category: Mapped[str]
    approval: Mapped[Approval]
    reason: Mapped[str]
    listed_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
