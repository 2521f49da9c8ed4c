"""The stored pages of settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class SettingsPage(Base):
    """One page's values; secrets among them are sealed."""

    __tablename__ = "settings"

    page: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
