"""Interactions, and who rests from which conversation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where


class InteractionState(StrEnum):
    OFFERED = "offered"
    ACTIVE = "active"
    WRAPPING = "wrapping"
    """The conversation is closed; the seat stays taken until `wrap_ends_at`."""
    ENDED = "ended"


class Via(StrEnum):
    """How an interaction came about."""

    QUEUE = "queue"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    """It was parked."""


class Ending(StrEnum):
    CLOSED = "closed"
    DECLINED = "declined"
    MISSED = "missed"
    HANDED_OVER = "handed_over"
    SENT_BACK = "sent_back"
    """Who oversees returned it to the queue."""
    LEFT = "left"
    """The agent went offline and gave their work back."""
    LOST = "lost"
    """The agent's connection did not come back in time."""
    MERGED = "merged"
    PARKED = "parked"
    BLOCKED = "blocked"
    """Its contact was."""
    FORGOTTEN = "forgotten"
    """The customer waited for an answer for longer than the service allows."""


_LIVE = text("state != 'ended'")


class Interaction(Base):
    """One agent's share of one conversation; it takes a seat from the offer to the end."""

    __tablename__ = "interactions"
    __table_args__ = (
        # The database promises that no two agents hold one conversation.
        Index("one_live_interaction", "conversation_id", unique=True, **only_where(_LIVE)),
        Index("ix_interactions_live", "user_id", **only_where(_LIVE)),
        Index("ix_interactions_offers", "offer_ends_at", **only_where("state = 'offered'")),
        Index("ix_interactions_wraps", "wrap_ends_at", **only_where("state = 'wrapping'")),
        Index("ix_interactions_of_conversation", "conversation_id"),
        # What ended or was accepted in a period: reports read no more than that.
        Index("ix_interactions_ended", "ended_at", **only_where("ended_at IS NOT NULL")),
        Index("ix_interactions_accepted", "accepted_at", **only_where("accepted_at IS NOT NULL")),
        # What an agent has closed: their list, their search and every look at one of them.
        Index(
            "ix_interactions_closed",
            "user_id",
            "conversation_id",
            **only_where("ending = 'closed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[InteractionState] = mapped_column(default=InteractionState.OFFERED)
    via: Mapped[Via] = mapped_column(default=Via.QUEUE)
    why: Mapped[dict[str, Any] | None]
    """Words that say why this agent."""
    candidates: Mapped[dict[str, Any] | None]
    """Who else was looked at, and why each was passed over: routing/candidates.py has the shape."""
    offered_at: Mapped[datetime]
    offer_ends_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    """When the agent's page first had it on the screen, by its own word."""
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    read_until: Mapped[int | None]
    """The message up to which the agent has read: on screen, not merely received."""
    ending: Mapped[Ending | None]
    """Set when the conversation is closed, also while it is wrapped up."""
    wrap_ends_at: Mapped[datetime | None]


class Rest(Base):
    """An agent who passed on a conversation, and until when it is not offered to them again.

    `count` puts those who passed on it more often behind the others; with one agent alone it
    comes round again once the rest is over.
    """

    __tablename__ = "rests"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)
    """A due time: the sweep drains the service then."""
    swept: Mapped[bool] = mapped_column(default=False)


class Sweep(Base):
    """When deadlines were last swept: time in which nobody swept does not count against anyone."""

    __tablename__ = "sweeps"

    name: Mapped[str] = mapped_column(primary_key=True)
    swept_at: Mapped[datetime]
