"""Which rows a report is made of: each by an index, and no more than its period has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, case, select, true, type_coerce

from occ.conversations.models import Conversation
from occ.routing.models import Interaction, InteractionState
from occ.routing.needing import BEGUN_BY_CUSTOMERS
from occ.services.models import Service

HELD_FOR = timedelta(days=2)
"""What was accepted so long before the period, or ended so long after it, is looked at for the
seat that it filled in between."""


class Part(NamedTuple):
    """What began, or what ended, in a stretch of time."""

    is_opened: bool
    begins: datetime
    ends: datetime


def of(service_key: str | None) -> ColumnElement[bool]:
    if service_key is None:
        return true()
    named = select(Service.id).where(Service.key == service_key)
    return Conversation.service_id.in_(named)


def _raw(column: Any) -> Any:
    return type_coerce(column, DateTime(timezone=True))


def opened(part: Part, which: ColumnElement[bool]) -> Any:
    return select(
        Conversation.id,
        Conversation.service_id,
        _raw(Conversation.opened_at),
        _raw(Conversation.first_accepted_at),
        _raw(Conversation.first_answered_at),
        Conversation.state,
        Conversation.rating,
    ).where(
        Conversation.opened_at >= part.begins,
        Conversation.opened_at < part.ends,
        BEGUN_BY_CUSTOMERS,
        which,
    )


def shares(start: datetime, which: ColumnElement[bool]) -> Any:
    """With what is not known of its conversation from the period itself."""
    before = Conversation.opened_at < start
    return (
        select(
            Interaction.conversation_id,
            Interaction.user_id,
            Conversation.service_id,
            _raw(Interaction.accepted_at),
            _raw(Interaction.ended_at),
            Interaction.ending,
            *(
                _raw(case((before, column)))
                for column in (
                    Conversation.opened_at,
                    Conversation.first_accepted_at,
                    Conversation.first_answered_at,
                )
            ),
            case((before, Conversation.rating)),
            before & BEGUN_BY_CUSTOMERS,
        )
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(which)
    )


def lasting(start: datetime, end: datetime) -> Iterator[ColumnElement[bool]]:
    """What goes on, and what was held far beyond the period."""
    # However long it was held: what was accepted on a day is never taken from it again.
    accepted = (Interaction.accepted_at >= start - HELD_FOR) & (Interaction.accepted_at < end)
    yield accepted & (Interaction.ended_at >= end + HELD_FOR)
    yield (Interaction.state != InteractionState.ENDED) & (Interaction.accepted_at < end)
