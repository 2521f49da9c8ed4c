"""Services, their members, and widgets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.priority import Priority
from occ.core.types import Base, only_where

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
            **only_where("archived_at IS NULL"),
        ),
        Index(
            "one_live_service_per_name", "name", unique=True, **only_where("archived_at IS NULL")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    chat: Mapped[bool] = mapped_column(default=False)
    whatsapp: Mapped[bool] = mapped_column(default=False)
    whatsapp_number: Mapped[str | None]
    park_after_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    """A customer who leaves our answer unanswered for so long takes no seat; 0: they keep it."""
    wrap_up_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    """How long a seat stays taken after closing; 0: not at all."""
    asks_outcome: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a conversation is closed only with an outcome."""
    agents_take: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether agents may take from its queue themselves, instead of being offered its first."""
    forgotten_after_minutes: Mapped[int] = mapped_column(default=5, server_default="5")
    """From when on a customer who waits for an answer is marked; 0: never."""
    alert_after_minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    """And from when on the supervisors are told; 0: never."""
    return_after_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """And from when on it is back at the head of the queue; 0: never."""
    hours: Mapped[dict[str, Any] | None]
    """As `hours_text.stored` writes them; None: always open."""
    zone: Mapped[str] = mapped_column(default="", server_default="")
    """Of the hours; empty: the company's."""
    offers_when_shut: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether what comes out of hours is offered to whoever is there, instead of waiting."""
    priority: Mapped[int] = mapped_column(default=Priority.NORMAL, server_default="0")
    """A `Priority`: before which other services it is looked at when somebody is free."""
    overflow_to_id: Mapped[int | None]
    """The service to which whoever waits too long goes over; none: they stay."""
    overflow_after_minutes: Mapped[int] = mapped_column(default=10, server_default="10")
    sticky_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    """So long after closing a customer comes back to the same agent; 0: not at all."""
    target_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    """So many of a hundred customers are to have an answer in time; 0: no target."""
    target_seconds: Mapped[int] = mapped_column(default=60, server_default="60")
    returns_parked: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether what was parked comes back to who parked it."""
    retain_months: Mapped[int] = mapped_column(default=0, server_default="0")
    """What was said is kept so long after a conversation was closed; 0: for ever."""
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """What it says by itself, as `automatic.save` writes it."""
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    @property
    def is_unassigned(self) -> bool:
        return self.key == UNASSIGNED_KEY


class OwnNumber(Base):
    """A number that leads to a service of ours, or once did."""

    __tablename__ = "own_numbers"

    number: Mapped[str] = mapped_column(primary_key=True)
    live_since: Mapped[datetime]
    """When it first led to one: what was written to it before is not ours."""
    left_at: Mapped[datetime | None]
    """Since when it leads to none."""
    offline_since: Mapped[datetime | None]
    """Since when the provider says that its sender is not online; None: it is, or nobody knows."""
    offline_why: Mapped[str | None]
    """In the provider's words, where it gave any."""
    looked_at: Mapped[datetime | None]
    """When the provider was last asked."""


class ServiceMember(Base):
    """An agent chosen for a service. A service with none is served by every fitting agent (A8)."""

    __tablename__ = "service_members"

    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class Corner(StrEnum):
    """Where along the line of reading the button stands: `end` is right, and left in Persian."""

    END = "end"
    START = "start"


class Widget(Base):
    """The button of a website that leads to one service or several."""

    __tablename__ = "widgets"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    allowed_origins: Mapped[list[str]]
    """Where it may show itself; none: everywhere."""
    first_words: Mapped[str] = mapped_column(default="")
    """The visitor's draft, theirs to change before it is sent."""
    button_text: Mapped[str] = mapped_column(default="")
    other_contact: Mapped[str] = mapped_column(default="")
    """Told where WhatsApp can't be reached."""
    colour: Mapped[str] = mapped_column(default="#0b6470")
    corner: Mapped[Corner] = mapped_column(default=Corner.END)
    language: Mapped[str] = mapped_column(default="")
    """Empty: the page's, else the visitor's."""
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime | None]
    """When a page of somebody else's first loaded it; our own preview does not count."""
    last_seen_at: Mapped[datetime | None]
    last_seen_on: Mapped[str | None]
    """That page's origin, where the browser told it."""


class WidgetService(Base):
    __tablename__ = "widget_services"

    widget_id: Mapped[int] = mapped_column(ForeignKey("widgets.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"), primary_key=True, index=True)
    position: Mapped[int]


class PageReference(Base):
    """A page of a website on which somebody opened a widget, by what stands in their draft.

    It tells of a page, and of nobody: who it was is known only once they have written.
    """

    __tablename__ = "page_references"

    reference: Mapped[str] = mapped_column(primary_key=True)
    widget_id: Mapped[int] = mapped_column(ForeignKey("widgets.id"))
    title: Mapped[str]
    address: Mapped[str]
    """Without what stands after `?` or `#`."""
    made_at: Mapped[datetime] = mapped_column(index=True)
