"""An agent's page says that a conversation stands on its screen: the way from a phone ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.words import say
from occ.routing.models import Interaction


def shown(session: Session, user_id: int, key: str, now: datetime) -> None:
    """The first time counts. Raises NotFound for what is not this user's."""
    theirs = (Interaction.key == key) & (Interaction.user_id == user_id)
    first = session.scalar(
        update(Interaction)
        .where(theirs, Interaction.shown_at.is_(None))
        .values(shown_at=now)
        .returning(Interaction.id)
    )
    if first is None and session.scalar(select(Interaction.id).where(theirs)) is None:
        raise NotFound(say("There is no such offer."))
