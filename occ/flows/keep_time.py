"""Time in which nobody swept does not count: a restart tears no conversation from anyone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core.db import insert, plain
from occ.core.locks import lock_row
from occ.routing import queue
from occ.routing.models import Interaction, InteractionState, Rest, Sweep
from occ.users import spans
from occ.users.models import Lease, User

DEADLINES, OUTAGE = "deadlines", "outage"
UNNOTICED = timedelta(seconds=5)
"""A gap up to this is a slow sweep; a longer one is an outage."""
NOTED_EVERY = timedelta(seconds=2)


class Due(NamedTuple):
    """What a sweep has to do."""

    note: bool
    """No sweep was noted of late, or the clock was put back."""
    offers: bool
    leases: bool
    graces: bool
    rests: bool
    parked: bool
    wraps: bool


def due(session: Session, now: datetime) -> Due:
    """One read, for every second's sweep; transactions would keep the webhooks waiting."""
    connection, _ = plain(session)
    return Due(*connection.execute(_DUE, {"now": now, "since": now - NOTED_EVERY}).one())


def catch_up(session: Session, now: datetime) -> timedelta:
    """Note this sweep; after an outage move every deadline of presence and offers by its length.

    Returns how far they were moved.
    """
    session.execute(
        insert(session, Sweep.__table__)
        .values(name=DEADLINES, swept_at=now)
        .on_conflict_do_nothing()
    )
    sweep: Sweep = lock_row(session, select(Sweep).where(Sweep.name == DEADLINES))
    last, sweep.swept_at = sweep.swept_at, max(sweep.swept_at, now)
    gap = now - last
    if gap <= UNNOTICED:
        return timedelta(0)
    _move(session, last, gap)
    ended = insert(session, Sweep.__table__).values(name=OUTAGE, swept_at=now)
    session.execute(ended.on_conflict_do_update(index_elements=["name"], set_={"swept_at": now}))
    queue.touch_all(session)
    return gap


def swept_since(session: Session) -> datetime:
    """The end of the last outage: no deadline that is counted rather than kept begins before."""
    ended = session.scalar(select(Sweep.swept_at).where(Sweep.name == OUTAGE))
    return ended or datetime.min.replace(tzinfo=UTC)


def _move(session: Session, last: datetime, gap: timedelta) -> None:
    """Only what was still to come when the last sweep ran."""
    for row in session.scalars(
        select(Interaction).where(
            Interaction.state == InteractionState.OFFERED, Interaction.offer_ends_at > last
        )
    ):
        row.offer_ends_at += gap
    session.flush()
    spans.cut(session, last, last + gap)
    for lease in session.scalars(select(Lease).where(Lease.expires_at > last)):
        lease.expires_at += gap
    for user in session.scalars(select(User).where(User.grace_ends_at > last)):
        assert user.grace_ends_at is not None
        user.grace_ends_at += gap


_NOW: BindParameter[datetime] = bindparam("now")
_DUE = select(
    ~exists().where(
        Sweep.name == DEADLINES, Sweep.swept_at > bindparam("since"), Sweep.swept_at <= _NOW
    ),
    exists().where(
        Interaction.state == InteractionState.OFFERED, Interaction.offer_ends_at <= _NOW
    ),
    exists().where(Lease.expires_at <= _NOW),
    exists().where(User.grace_ends_at <= _NOW),
    exists().where(Rest.until <= _NOW, ~Rest.swept),
    exists().where(
        Conversation.state == State.PARKED,
        Conversation.parked_until <= _NOW,
    ),
    exists().where(
        Interaction.state == InteractionState.WRAPPING,
        Interaction.wrap_ends_at <= _NOW,
    ),
)
