"""A customer rates a closed conversation, which stays closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from occ.conversations import ratings
from occ.conversations.models import Conversation, State
from occ.conversations.threads import Place, place_of
from occ.messaging import window
from occ.messaging.ports import Inbound, Kind
from occ.routing import tell


def heard(
    session: Session, address_id: int, inbound: Inbound, written_at: datetime, now: datetime
) -> Place | None:
    """Where the conversation stands that the message rates; None where it is a message as usual.

    It rates the last one that was closed on this number, once, and only while it was asked in the
    last 24 hours and nothing new was begun.
    """
    rating = ratings.read(inbound.body) if inbound.kind is Kind.TEXT else None
    if rating is None:
        return None
    other = aliased(Conversation)
    here = (other.address_id == address_id, other.our_address == str(inbound.recipient))
    last = select(other.id).where(*here).order_by(other.id.desc()).limit(1).scalar_subquery()
    is_open = exists().where(*here, other.state != State.CLOSED)
    rated = session.execute(
        update(Conversation)
        .where(
            Conversation.id == last,
            Conversation.state == State.CLOSED,
            Conversation.rating.is_(None),
            Conversation.rating_asked_at > written_at - window.LASTS,
            Conversation.rating_asked_at <= written_at,
            ~is_open,
        )
        .values(rating=rating, rated_at=now, last_inbound_at=written_at)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if rated is None:
        return None
    found = session.get_one(Conversation, rated, populate_existing=True)
    place = place_of(found)
    tell.conversation_changed(session, place)
    return place
