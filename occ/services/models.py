"""Services, their members, and widgets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base

# "Unassigned" is a real service with no number: what reaches a number of no live service waits
# there for a supervisor. It is made with the schema.
UNASSIGNED_KEY = "unassigned"


class Service(Base):
    """What a contact reaches: a number, a queue, its agents."""

    __tablename__ = "services"
    __table_args__ = (
        # One live service a number (A2): the database promises it.
        Index(
            "one_live_service_per_number",
            "whatsapp_number",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "one_live_service_per_name",
            "name",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    chat: Mapped[bool] = mapped_column(default=False)
    whatsapp: Mapped[bool] = mapped_column(default=False)
    whatsapp_number: Mapped[str | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    @property
    def is_unassigned(self) -> bool:
        return self.key == UNASSIGNED_KEY


class ServiceMember(Base):
    """An agent chosen for a service. A service with none is served by every fitting agent (A8)."""

    __tablename__ = "service_members"

    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class Widget(Base):
    """The button of a website that leads to one service or several."""

    __tablename__ = "widgets"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    allowed_origins: Mapped[list[str]]
    created_at: Mapped[datetime]


class WidgetService(Base):
    __tablename__ = "widget_services"

    widget_id: Mapped[int] = mapped_column(ForeignKey("widgets.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"), primary_key=True, index=True)
    position: Mapped[int]
