"""An agent accepts or declines an offer, or takes a conversation that waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core import events
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.routing import access, offers, queue, seats
from occ.routing.models import Ending, Interaction, InteractionState, Via
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users.models import User
from occ.users.permissions import Permission, may


def accept(session: Session, user_id: int, interaction_key: str, now: datetime) -> int:
    """The conversation's id. Raises NotFound, Conflict for an offer that is gone."""
    conversation, interaction = _offer(session, user_id, interaction_key)
    if interaction.state is InteractionState.ACTIVE:
        return conversation.id
    if interaction.state is InteractionState.ENDED or interaction.offer_ends_at <= now:
        raise Conflict(say("This offer is over: it has gone to the next."), "offer_gone")
    user: User = lock_row(session, select(User).where(User.id == user_id))
    user.missed_in_row = 0
    offers.settle(session, conversation, interaction, now)
    return conversation.id


def decline(session: Session, user_id: int, interaction_key: str, now: datetime) -> int:
    """The conversation's id. Raises NotFound, Conflict."""
    conversation, interaction = _offer(session, user_id, interaction_key)
    if interaction.state is not InteractionState.OFFERED:
        raise Conflict(say("This offer is over: it has gone to the next."), "offer_gone")
    pass_on(session, conversation, user_id, Ending.DECLINED, now)
    session.get_one(User, user_id).missed_in_row = 0
    return conversation.id


def pass_on(
    session: Session, conversation: Conversation, user_id: int, ending: Ending, now: datetime
) -> None:
    """Back in the queue, at its place, and for a while not to the same agent."""
    pause = store.load(session, RoutingSettings).rest_seconds
    offers.rest(session, conversation.id, user_id, timedelta(seconds=pause), now)
    offers.put_back(session, conversation, ending, now)
    events.touch(session, conversation.service_id)
    queue.touch_all(session)


def take(session: Session, user_id: int, key: str, now: datetime) -> int:
    """Take what waits, by the same step as an offer: only with a free seat.

    Raises NotFound, Conflict.
    """
    user = session.get_one(User, user_id)
    conversation = access.conversation_for(session, user, key, lock=True)
    if conversation.state is not State.WAITING:
        raise Conflict(say("A colleague took this conversation a moment ago."), "taken")
    _demand_may_take(session, user, conversation)
    if not seats.take(session, user_id, now):
        raise Conflict(why_no_seat(session, user_id), "no_seat")
    offers.begin(
        session,
        conversation,
        user_id,
        via=Via.TAKEN,
        why=say("Taken from the queue."),
        offer=None,
        now=now,
    )
    return conversation.id


def _demand_may_take(session: Session, user: User, conversation: Conversation) -> None:
    """What a lost line took from somebody they take back whatever the service says.

    Raises Conflict.
    """
    service = session.get_one(Service, conversation.service_id)
    if service.agents_take or may(user.role, Permission.OVERSEE):
        return
    last = select(Interaction.user_id, Interaction.ending).where(
        Interaction.conversation_id == conversation.id
    )
    if session.execute(last.order_by(Interaction.id.desc()).limit(1)).first() == (
        user.id,
        Ending.LOST,
    ):
        return
    raise Conflict(
        say(
            "In %(service)s nobody takes from the queue: it will be offered.", service=service.name
        ),
        "not_to_take",
    )


def why_no_seat(session: Session, user_id: int) -> Words:
    user = session.get_one(User, user_id, populate_existing=True)
    if not (user.chat and user.whatsapp):
        return say("Your profile does not allow WhatsApp. An administrator can switch it on.")
    if user.seats_taken >= user.max_interactions:
        return say(
            "You have %(taken)s of %(most)s conversations. Close one to take another.",
            taken=user.seats_taken,
            most=user.max_interactions,
        )
    return say("Set yourself available to take a conversation.")


def _offer(
    session: Session, user_id: int, interaction_key: str
) -> tuple[Conversation, Interaction]:
    conversation_id = session.scalar(
        select(Interaction.conversation_id).where(
            Interaction.key == interaction_key, Interaction.user_id == user_id
        )
    )
    if conversation_id is None:
        raise NotFound(say("There is no such offer."))
    conversation = lock_row(session, select(Conversation).where(Conversation.id == conversation_id))
    interaction = lock_row(session, select(Interaction).where(Interaction.key == interaction_key))
    return conversation, interaction
