"""Whom a customer talked to last: a service may have them come back to the same person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.conversations.threads import Place
from occ.routing.models import Ending, Interaction
from occ.services.models import Service


def remember(session: Session, place: Place, now: datetime) -> None:
    """Of a conversation that just opened: who closed the last one of this customer and service.

    They are offered it where they are free when its turn has come; nobody waits for them.
    """
    hours = session.scalar(select(Service.sticky_hours).where(Service.id == place.service_id))
    if not hours:
        return
    present = select(Conversation.address_id).where(Conversation.id == place.id)
    user_id = session.scalar(
        select(Interaction.user_id)
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(
            Conversation.address_id == present.scalar_subquery(),
            Conversation.service_id == place.service_id,
            Conversation.closed_at >= now - timedelta(hours=hours),
            Interaction.ending == Ending.CLOSED,
            Interaction.accepted_at.is_not(None),
        )
        .order_by(Conversation.closed_at.desc(), Interaction.id.desc())
        .limit(1)
    )
    if user_id is not None:
        session.execute(
            update(Conversation)
            .where(Conversation.id == place.id)
            .values(known_to_id=user_id)
            .execution_options(synchronize_session=False)
        )
