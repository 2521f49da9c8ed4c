"""Offer a conversation, and what becomes of the offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occ.conversations.models import RETURNED, Conversation, State
from occ.conversations.threads import Place, place_of
from occ.core import ids, tally
from occ.core.db import insert
from occ.core.locks import lock_row, locked
from occ.core.tally import Count
from occ.core.words import Words
from occ.routing import seats, tell
from occ.routing.models import Ending, Interaction, InteractionState, Rest, Via


def begin(
    session: Session,
    conversation: Conversation,
    user_id: int,
    *,
    via: Via,
    why: Words,
    offer: timedelta | None,
    now: datetime,
    before: Place | None = None,
    candidates: dict[str, Any] | None = None,
) -> Interaction:
    """Give a locked conversation that nobody has to a user whose seat has been taken.

    `offer`: how long it stands to be accepted; None where it is theirs at once.
    `candidates`: who else was looked at (candidates.py), where somebody was chosen among many.
    `before`: where it stood, if it was somebody's until now: they are to hear of it, too.
    """
    before = before or place_of(conversation)
    interaction = Interaction(
        key=ids.new("int"),
        conversation_id=conversation.id,
        user_id=user_id,
        state=InteractionState.ACTIVE if offer is None else InteractionState.OFFERED,
        via=via,
        why=why.as_json(),
        candidates=candidates,
        offered_at=now,
        offer_ends_at=now + (offer or timedelta(0)),
        accepted_at=now if offer is None else None,
    )
    session.add(interaction)
    session.flush()
    conversation.state = State.ACTIVE if offer is None else State.OFFERED
    conversation.user_id, conversation.interaction_id = user_id, interaction.id
    conversation.accepted_at = now if offer is None else None
    conversation.parked_until = None
    if offer is None:
        conversation.first_accepted_at = conversation.first_accepted_at or now
        _forget_rests(session, conversation.id)
    tally.count(session, Count.OFFERS, "given" if offer is None else "made")
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    tell.user_changed(session, user_id)
    return interaction


def settle(
    session: Session, conversation: Conversation, interaction: Interaction, now: datetime
) -> None:
    """The offered agent accepts."""
    interaction.state, interaction.accepted_at = InteractionState.ACTIVE, now
    conversation.state, conversation.accepted_at = State.ACTIVE, now
    conversation.first_accepted_at = conversation.first_accepted_at or now
    tally.count(session, Count.OFFERS, "accepted")
    _forget_rests(session, conversation.id)
    session.flush()
    tell.conversation_changed(session, place_of(conversation))
    tell.user_changed(session, interaction.user_id)


def resume(session: Session, conversation: Conversation, interaction: Interaction) -> None:
    """Take back the end of a locked interaction whose seat has been taken anew."""
    interaction.state, interaction.ending = InteractionState.ACTIVE, None
    interaction.ended_at = interaction.wrap_ends_at = None
    conversation.state = State.ACTIVE
    conversation.user_id, conversation.interaction_id = interaction.user_id, interaction.id
    conversation.accepted_at = interaction.accepted_at
    session.flush()
    tell.user_changed(session, interaction.user_id)


def hold(session: Session, conversations: Sequence[Conversation]) -> None:
    """Lock the live interactions of locked conversations, before the first seat is freed."""
    live = [one.interaction_id for one in conversations if one.interaction_id is not None]
    session.execute(
        locked(select(Interaction.id).where(Interaction.id.in_(live)).order_by(Interaction.id))
    )


def end(session: Session, conversation: Conversation, ending: Ending, now: datetime) -> int | None:
    """End the live interaction of a locked conversation and free its seat; whose it was."""
    conversation.parked_until = None
    if conversation.interaction_id is None:
        # Of a parked one: nobody's work, and no seat to free.
        conversation.user_id = None
        return None
    interaction: Interaction = lock_row(
        session, select(Interaction).where(Interaction.id == conversation.interaction_id)
    )
    user_id = interaction.user_id
    if interaction.state is InteractionState.OFFERED:
        became = ending if ending in (Ending.DECLINED, Ending.MISSED) else "withdrawn"
        tally.count(session, Count.OFFERS, became)
    interaction.state, interaction.ending = InteractionState.ENDED, ending
    interaction.ended_at = now
    conversation.interaction_id = conversation.user_id = None
    conversation.accepted_at = None
    session.flush()
    seats.free(session, user_id, now)
    tell.user_changed(session, user_id)
    return user_id


def wrap(session: Session, conversation: Conversation, ends_at: datetime) -> None:
    """Of a locked conversation that its agent closes: the seat stays taken until then at most."""
    interaction: Interaction = lock_row(
        session, select(Interaction).where(Interaction.id == conversation.interaction_id)
    )
    interaction.state, interaction.ending = InteractionState.WRAPPING, Ending.CLOSED
    interaction.wrap_ends_at = ends_at
    session.flush()
    tell.user_changed(session, interaction.user_id)


def wrapped_up(
    session: Session, conversation: Conversation, interaction: Interaction, now: datetime
) -> None:
    """End the wrap-up of a locked conversation and interaction, and free the seat."""
    interaction.state, interaction.ended_at = InteractionState.ENDED, now
    conversation.interaction_id = conversation.user_id = None
    session.flush()
    seats.free(session, interaction.user_id, now)
    tell.user_changed(session, interaction.user_id)


def put_back(session: Session, conversation: Conversation, ending: Ending, now: datetime) -> None:
    """Return a conversation to its queue with its waiting time; to the head if it was served."""
    before = place_of(conversation)
    was_active = conversation.state is State.ACTIVE
    end(session, conversation, ending, now)
    conversation.state = State.WAITING
    if was_active:
        conversation.queue_rank, conversation.queued_at = RETURNED, now
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))


def rest(
    session: Session, conversation_id: int, user_id: int, pause: timedelta, now: datetime
) -> None:
    """Do not offer it to this user again for a while."""
    statement = insert(session, Rest.__table__).values(
        conversation_id=conversation_id, user_id=user_id, count=1, until=now + pause, swept=False
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["conversation_id", "user_id"],
            set_={"count": Rest.count + 1, "until": now + pause, "swept": False},
        )
    )


def rested(session: Session, now: datetime) -> list[int]:
    """Services where a rest has just ended, so that the queue is looked at again."""
    ended = session.scalars(
        update(Rest)
        .where(Rest.until <= now, ~Rest.swept)
        .values(swept=True)
        .returning(Rest.conversation_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not ended:
        return []
    return list(
        session.scalars(
            select(Conversation.service_id)
            .where(Conversation.id.in_(ended), Conversation.state == State.WAITING)
            .distinct()
        )
    )


def _forget_rests(session: Session, conversation_id: int) -> None:
    session.execute(delete(Rest).where(Rest.conversation_id == conversation_id))
