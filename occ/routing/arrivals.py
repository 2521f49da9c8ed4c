"""The way of one message from the edge to a screen, by the times that rows have kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from occ.conversations.models import Conversation
from occ.messaging.models import Direction, Message, Webhook
from occ.routing.models import Interaction
from occ.users.models import User


@dataclass(frozen=True)
class Arrival:
    """Times are UTC; `agent` is who was offered it, and None while it waits."""

    message: str
    received_at: datetime
    written_at: datetime | None
    """By the provider's clock, in whole seconds; None for what came by webhook."""
    sender: str
    agent: str | None
    offered_at: datetime | None
    shown_at: datetime | None
    in_hand: bool
    """It went to a conversation somebody had already: nothing was offered, or timed."""

    @property
    def underway(self) -> timedelta | None:
        """From the phone to here, where that is known."""
        if self.written_at is None:
            return None
        return max(timedelta(0), self.received_at - self.written_at)

    @property
    def offered_ms(self) -> int | None:
        return _ms(self.received_at, self.offered_at)

    @property
    def shown_ms(self) -> int | None:
        return _ms(self.received_at, self.shown_at)


def newest_message(session: Session) -> int:
    """The number after which a message is a new one."""
    return session.scalar(select(func.max(Message.id))) or 0


def first_after(session: Session, service_id: int, number: int) -> Arrival | None:
    """The first that came to the service after the message of that number."""
    message = session.scalar(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Message.id > number,
            Message.direction == Direction.IN,
            Conversation.service_id == service_id,
        )
        .order_by(Message.id)
        .limit(1)
    )
    return None if message is None else of(session, message)


def first_answered(session: Session) -> Arrival | None:
    """The message that began the first conversation in which somebody answered a customer."""
    conversation_id = session.scalar(
        select(Message.conversation_id).where(_answers()).order_by(Message.id).limit(1)
    )
    message = session.scalar(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.IN)
        .order_by(Message.id)
        .limit(1)
    )
    return None if message is None else of(session, message)


def any_answered(session: Session) -> bool:
    return bool(session.scalar(select(exists().where(_answers()))))


def _answers() -> ColumnElement[bool]:
    """A person's words after a customer's; who writes first answers nobody."""
    asked = aliased(Message)
    before = exists().where(
        asked.conversation_id == Message.conversation_id,
        asked.direction == Direction.IN,
        asked.id < Message.id,
    )
    return Message.author_id.is_not(None) & (Message.direction == Direction.OUT) & before


def of(session: Session, message: Message) -> Arrival:
    received = session.scalar(select(Webhook.received_at).where(Webhook.id == message.webhook_id))
    # The webhook of what was fetched may have come after it was offered.
    received_at = min(received or message.at, message.at)
    offer = session.execute(
        select(Interaction.offered_at, Interaction.shown_at, User.name)
        .join(User, User.id == Interaction.user_id)
        .where(
            Interaction.conversation_id == message.conversation_id,
            Interaction.offered_at >= received_at,
        )
        .order_by(Interaction.id)
        .limit(1)
    ).one_or_none()
    holder = session.scalar(
        select(User.name)
        .join(Conversation, Conversation.user_id == User.id)
        .where(Conversation.id == message.conversation_id)
    )
    return Arrival(
        message=message.key,
        received_at=received_at,
        written_at=message.written_at,
        sender=message.sender,
        agent=offer.name if offer else holder,
        offered_at=offer.offered_at if offer else None,
        shown_at=offer.shown_at if offer else None,
        in_hand=offer is None and holder is not None,
    )


def _ms(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, round((end - start).total_seconds() * 1000))
