"""Who has a conversation open besides, and what they do there: by connections that live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.conversations.models import Conversation
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.db import insert
from occ.core.types import Base
from occ.routing import audience
from occ.users.models import Lease, User


class Doing(StrEnum):
    """From the least to the most."""

    READING = "reading"
    NOTING = "noting"
    """Writing a note to colleagues."""
    WRITING = "writing"


class Looker(Base):
    """What one connection has on its screen; it counts while the connection's lease lives."""

    __tablename__ = "lookers"

    connection: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    doing: Mapped[Doing]


def look(
    session: Session, user_id: int, connection: str, conversation: Conversation, doing: Doing
) -> None:
    """The connection shows this one from now on, and no other."""
    before = session.scalar(select(Looker.conversation_id).where(Looker.connection == connection))
    row = {"user_id": user_id, "conversation_id": conversation.id, "doing": doing}
    session.execute(
        insert(session, Looker.__table__)
        .values(connection=connection, **row)
        .on_conflict_do_update(index_elements=["connection"], set_=row)
    )
    _tell(session, {conversation.id, *([before] if before else [])})


def look_away(session: Session, connection: str) -> None:
    """The connection shows none, or is gone."""
    gone = delete(Looker).where(Looker.connection == connection)
    _tell(session, session.scalars(gone.returning(Looker.conversation_id)).all())


def forget_gone(session: Session) -> None:
    """Whose leases have lapsed look at nothing any more."""
    live = select(Lease.connection)
    gone = delete(Looker).where(Looker.connection.not_in(live))
    _tell(session, session.scalars(gone.returning(Looker.conversation_id)).all())


def of(session: Session, conversation_id: int, now: datetime) -> list[dict[str, Any]]:
    """Each user once, with the most they do on any of their screens; by name."""
    rows = session.execute(
        select(User.key, User.name, Looker.doing)
        .join(Looker, Looker.user_id == User.id)
        .join(Lease, Lease.connection == Looker.connection)
        .where(Looker.conversation_id == conversation_id, Lease.expires_at > now)
        .order_by(User.name, User.id)
    )
    order = list(Doing)
    found: dict[str, dict[str, Any]] = {}
    for key, name, doing in rows:
        known = found.setdefault(key, {"key": key, "name": name, "doing": doing})
        known["doing"] = max(known["doing"], doing, key=order.index)
    return [{**one, "doing": one["doing"].value} for one in found.values()]


def _tell(session: Session, conversation_ids: Iterable[int]) -> None:
    wanted = select(Conversation).where(Conversation.id.in_(set(conversation_ids)))
    for conversation in session.scalars(wanted.order_by(Conversation.id)):
        facts = {"conversation": conversation.key, "id": conversation.id}
        streams = audience.of(place_of(conversation))
        events.record(session, "lookers_changed", facts, streams)
