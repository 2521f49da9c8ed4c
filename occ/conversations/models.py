"""The conversation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where
from occ.messaging.models import Direction
from occ.messaging.ports import Kind


class State(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    PARKED = "parked"
    """Put aside: it is nobody's work now, and comes back to whoever parked it."""
    CLOSED = "closed"


FORWARD, RETURNED, ARRIVED = -1, 0, 1
"""Ranks in a queue: first what a supervisor put forward, then what was somebody's already and came
back, then what arrived."""

_OPEN = text("state != 'closed'")
_WAITING = text("state = 'waiting'")
_PARKED = text("state = 'parked'")
KEPT = text("state = 'closed' AND emptied_at IS NULL")
"""What was said in it is still here; in these very words, by which SQLite finds their index."""


class Conversation(Base):
    """What one address and one service say until it is closed.

    `user_id` and `interaction_id` are the present interaction's; of a parked one `user_id` is who
    it comes back to. A queue is served by rank, then by how long one stands in it.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "one_open_conversation", "address_id", "service_id", unique=True, **only_where(_OPEN)
        ),
        Index(
            "ix_conversations_queue",
            "service_id",
            "queue_rank",
            "stands_since",
            "id",
            **only_where(_WAITING),
        ),
        Index("ix_conversations_rated", "rated_at", **only_where("rating IS NOT NULL")),
        Index("ix_conversations_parked", "parked_until", **only_where(_PARKED)),
        # The list of closed ones, newest first, and what was closed in a period.
        Index("ix_conversations_closed", "closed_at", "id"),
        Index("ix_conversations_kept", "service_id", "closed_at", **only_where(KEPT)),
        Index("ix_conversations_of_user", "user_id", **only_where(_OPEN)),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"))
    our_address: Mapped[str]
    """The number the customer wrote to: answers leave from it (A2)."""
    state: Mapped[State] = mapped_column(default=State.WAITING)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    interaction_id: Mapped[int | None]
    queue_rank: Mapped[int] = mapped_column(default=ARRIVED)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    waiting_since: Mapped[datetime]
    stands_since: Mapped[datetime] = mapped_column(
        default=lambda context: context.get_current_parameters()["waiting_since"],
        server_default=text("'1970-01-01 00:00:00'"),
    )
    """What its place in the queue is counted from: `waiting_since` and its contact's head start
    (core/priority.py)."""
    queued_at: Mapped[datetime | None]
    """When it came to this service's queue from elsewhere; empty: when it began to wait."""
    came_from_id: Mapped[int | None]
    """The service from which it went over to this one, where nobody could take it in time."""
    known_to_id: Mapped[int | None]
    """The user who had this customer last, where the service has them come back."""
    accepted_at: Mapped[datetime | None]
    first_accepted_at: Mapped[datetime | None]
    """Kept when it goes on to somebody else: until then the customer waited for a person."""
    first_answered_at: Mapped[datetime | None]
    """When a customer who had asked first got words of a person."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    """The user who did; empty where nobody did, as of one poured into another."""
    blocked_at: Mapped[datetime | None]
    """Shut then because its contact is blocked, or never open: only what somebody had counts."""
    outcome_id: Mapped[int | None]
    """A label: what it was closed with."""
    parked_until: Mapped[datetime | None]
    """When it comes back; empty: when its customer writes."""
    aside_for_id: Mapped[int | None]
    """Of one closed while it was parked: the user it was to come back to, should that be undone."""
    aside_until: Mapped[datetime | None]
    """And when."""
    emptied_at: Mapped[datetime | None]
    """Since then nothing of what was said in it is left."""

    rating_asked_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    """From 1 to 5, as the customer answered."""
    rated_at: Mapped[datetime | None]

    last_inbound_at: Mapped[datetime | None]
    typing_told_at: Mapped[datetime | None]
    """When the customer last saw that somebody writes; None: not since our last answer."""
    unanswered_since: Mapped[datetime | None]
    last_at: Mapped[datetime]
    last_body: Mapped[str]
    last_kind: Mapped[Kind]
    last_line: Mapped[dict[str, Any] | None]
    """Words for the last message, where it is no text."""
    last_direction: Mapped[Direction]


class Draft(Base):
    """What a user has typed in a conversation and not sent: to the customer, or as a note."""

    __tablename__ = "drafts"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    note: Mapped[bool] = mapped_column(primary_key=True, default=False)
    body: Mapped[str]
    at: Mapped[datetime]
