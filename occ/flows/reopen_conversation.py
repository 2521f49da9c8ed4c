"""Undo: a conversation that was closed a moment ago goes on where it stood."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts import addresses
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.errors import Conflict
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.flows import park_conversation
from occ.flows.answer_offer import why_no_seat
from occ.journal import entries as journal
from occ.messaging.models import Direction, Message
from occ.routing import access, offers, seats, tell
from occ.routing.models import Ending, Interaction, InteractionState
from occ.users import leases
from occ.users.models import User
from occ.users.permissions import Permission, may

CAN_BE_UNDONE_FOR = timedelta(minutes=1)
"""The screen offers it for 6 s; the line may be slow."""


def reopen(session: Session, user_id: int, key: str, now: datetime) -> int:
    """Whoever closed it, or who oversees; its id. With its agent again, whose seat must be free.

    What was parked is parked as it was; what else nobody had in hand goes back to its place in
    the queue. Raises NotFound, Conflict.
    """
    user = session.get_one(User, user_id)
    seen = access.conversation_for(session, user, key)
    # Whoever erases its contact has this lock, too: they close what we open, or we see it.
    addresses.demand_not_erased(session, seen.address_id)
    conversation = access.conversation_for(session, user, key, lock=True)
    _demand_reopenable(session, conversation, user, now)
    before = place_of(conversation)
    held = _held_until_then(session, conversation)
    if conversation.aside_for_id is not None:
        park_conversation.put_back(conversation)
    elif held is None:
        conversation.state = State.WAITING
        events.touch(session, conversation.service_id)
    else:
        if held.state is not InteractionState.WRAPPING:
            _demand_seat(session, held.user_id, user, now)
        elif held.user_id != user.id:
            _demand_there(session, held.user_id, now)
        offers.resume(session, conversation, held)
    conversation.closed_at = conversation.closed_by_id = conversation.outcome_id = None
    conversation.unanswered_since = _unanswered_since(session, conversation.id)
    journal.write(
        session, user_id, "conversation_reopened", journal.Subject("conversation", key), now
    )
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    return conversation.id


def _demand_reopenable(
    session: Session, conversation: Conversation, user: User, now: datetime
) -> None:
    if conversation.state is not State.CLOSED or conversation.closed_at is None:
        raise Conflict(say("This conversation is open."), "open")
    if conversation.blocked_at is not None:
        raise Conflict(say("It was closed because its contact is blocked."), "blocked")
    if conversation.closed_by_id != user.id and not (
        conversation.closed_by_id and may(user.role, Permission.OVERSEE)
    ):
        raise Conflict(say("Only who closed a conversation can undo it."), "not_yours")
    if conversation.closed_at + CAN_BE_UNDONE_FOR < now or conversation.emptied_at:
        raise Conflict(say("It is too late to undo this: it stays closed."), "too_late")
    newer = exists().where(
        Conversation.address_id == conversation.address_id,
        Conversation.service_id == conversation.service_id,
        Conversation.state != State.CLOSED,
    )
    if session.scalar(select(newer)):
        raise Conflict(
            say("The customer has written again meanwhile, in a new conversation."), "newer"
        )


def _held_until_then(session: Session, conversation: Conversation) -> Interaction | None:
    """The interaction that its closing ended, had it been accepted."""
    found: Interaction | None = lock_row(
        session,
        select(Interaction).where(
            Interaction.conversation_id == conversation.id,
            Interaction.ending == Ending.CLOSED,
            # Later than the closing, where it was wrapped up.
            Interaction.ended_at.is_(None) | (Interaction.ended_at >= conversation.closed_at),
            Interaction.accepted_at.is_not(None),
        ),
    )
    return found


def _demand_seat(session: Session, holder_id: int, user: User, now: datetime) -> None:
    """Raises Conflict."""
    if seats.take(session, holder_id, now):
        return
    if holder_id == user.id:
        raise Conflict(why_no_seat(session, holder_id), "no_seat")
    raise Conflict(_why_it_stays(session, holder_id), "no_seat")


def _demand_there(session: Session, holder_id: int, now: datetime) -> None:
    """Whose seat is kept, but who would not come back to it. Raises Conflict."""
    holder: User = lock_row(session, select(User).where(User.id == holder_id))
    if holder.disabled_at or not leases.is_live(session, holder_id, now):
        raise Conflict(_why_it_stays(session, holder_id), "no_seat")


def _why_it_stays(session: Session, holder_id: int) -> Words:
    return say(
        "%(name)s has no free seat or is not available: it stays closed.",
        name=session.get_one(User, holder_id).name,
    )


def _unanswered_since(session: Session, conversation_id: int) -> datetime | None:
    """The first words of the customer's after a person's last."""
    of_this = Message.conversation_id == conversation_id
    ours = select(func.coalesce(func.max(Message.id), 0)).where(
        of_this, Message.direction == Direction.OUT, Message.purpose != Purpose.GREETING
    )
    return session.scalar(
        select(Message.at)
        .where(of_this, Message.direction == Direction.IN, Message.id > ours.scalar_subquery())
        .order_by(Message.id)
        .limit(1)
    )
