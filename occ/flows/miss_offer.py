"""Nobody answered an offer in time: it goes to the next; two in a row set the agent away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.locks import lock_row
from occ.flows.answer_offer import pass_on
from occ.journal import entries as journal
from occ.routing import tell
from occ.routing.models import Ending, Interaction, InteractionState
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import spans
from occ.users.leases import live
from occ.users.models import Presence, User


def overdue(session: Session, now: datetime) -> Sequence[int]:
    return session.scalars(
        select(Interaction.id)
        .where(Interaction.state == InteractionState.OFFERED, Interaction.offer_ends_at <= now)
        .order_by(Interaction.offer_ends_at)
        .limit(200)
    ).all()


def miss(session: Session, interaction_id: int, now: datetime) -> bool:
    """End one offer that is over; False where it was answered meanwhile."""
    conversation_id = session.scalars(
        select(Interaction.conversation_id).where(Interaction.id == interaction_id)
    ).one()
    conversation = lock_row(session, select(Conversation).where(Conversation.id == conversation_id))
    interaction = lock_row(session, select(Interaction).where(Interaction.id == interaction_id))
    if interaction.state is not InteractionState.OFFERED or interaction.offer_ends_at > now:
        return False
    user: User = lock_row(session, select(User).where(User.id == interaction.user_id))
    if session.scalar(select(exists().where(live(user.id, now)))):
        # Only a miss by somebody who could have seen it counts.
        user.missed_in_row += 1
        if user.missed_in_row >= store.load(session, RoutingSettings).misses_until_away:
            user.presence, user.away_because = Presence.AWAY, "missed_offers"
            user.presence_since = now
            user.missed_in_row = 0
            journal.write(
                session,
                None,
                "set_away",
                journal.Subject("user", user.key),
                now,
                after={"presence": Presence.AWAY.value},
            )
            spans.note(session, user.id, now)
            tell.user_changed(session, user.id)
    session.flush()
    pass_on(session, conversation, user.id, Ending.MISSED, now)
    return True
