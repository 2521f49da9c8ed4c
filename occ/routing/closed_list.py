"""The closed conversations, a page at a time: what was closed last stands on top."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from occ.conversations.labels import Label, Tagging
from occ.conversations.models import Conversation, State
from occ.routing import queries
from occ.routing.access import closed_with
from occ.routing.queries import Summary
from occ.users.models import User

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FURTHEST = 2**63
_MICROSECOND = timedelta(microseconds=1)


class Place(NamedTuple):
    """Where a page ends: when its last one was closed, and that one's number."""

    closed_at: datetime
    number: int

    def __str__(self) -> str:
        return f"{(self.closed_at - _EPOCH) // _MICROSECOND}.{self.number}"


def place(text: str) -> Place | None:
    """As `str` wrote it; None for what it never writes."""
    moment, _, number = text.partition(".")
    if not (moment.isdecimal() and number.isdecimal() and int(number) < _FURTHEST):
        return None
    try:
        return Place(_EPOCH + int(moment) * _MICROSECOND, int(number))
    except OverflowError:
        return None


def page(
    session: Session,
    user: User,
    after: Place | None = None,
    tag: str | None = None,
    most: int = PAGE,
) -> tuple[list[Summary], Place | None]:
    """The closed ones the user may see, and where the next page begins, if there is one.

    `tag`: only those that carry the tag of that key.
    """
    found = session.execute(query(user, after, tag).limit(most + 1)).all()
    rows = queries.summaries(session, [row.id for row in found[:most]])
    return rows, Place(found[most - 1].closed_at, found[most - 1].id) if found[most:] else None


def query(user: User, after: Place | None, tag: str | None) -> Select[int, datetime | None]:
    """Their ids alone: what a row shows is read of those that are shown."""
    found = select(Conversation.id, Conversation.closed_at).where(
        closed_with(user), Conversation.state == State.CLOSED
    )
    if after is not None:
        found = found.where(
            # The first half alone is what an index can begin at.
            Conversation.closed_at <= after.closed_at,
            or_(Conversation.closed_at < after.closed_at, Conversation.id < after.number),
        )
    if tag is not None:
        carrying = select(Tagging.conversation_id).join(Label)
        found = found.where(Conversation.id.in_(carrying.where(Label.key == tag)))
    return found.order_by(Conversation.closed_at.desc(), Conversation.id.desc())
