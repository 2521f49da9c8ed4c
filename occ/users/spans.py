"""How long somebody was available, away, offline or cut off: a row for each stretch of it.

One place writes them, in the transaction that changes the user's row, whatever changed it: a
choice, a lease that begins or ends, a limit, a profile, a deadline. So the spans of a user never
overlap, and the last one says what the row says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.types import Base, only_where
from occ.users.models import Lease, Presence, User

KEPT_FOR = timedelta(days=400)
"""Long enough to hold a month against the same one a year ago."""


class Standing(StrEnum):
    """Whoever has no console open, and no grace, is not there at all and has no span."""

    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"
    """By choice, with a console open."""
    LOST = "lost"
    """The last connection is gone, and the grace runs."""


class PresenceSpan(Base):
    """`seats`: what the user could have at once in it; 0 where their profile takes no chats."""

    __tablename__ = "presence_spans"
    __table_args__ = (
        Index("one_open_presence_span", "user_id", unique=True, **only_where("to_at IS NULL")),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    from_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    to_at: Mapped[datetime | None]
    """Empty: it goes on."""
    state: Mapped[Standing]
    seats: Mapped[int]


class Span(NamedTuple):
    user_id: int
    state: Standing
    seats: int
    begun: datetime
    ended: datetime


def note(writer: Session | Connection, user_id: int, now: datetime) -> None:
    """Of a user whose row was just changed, and is therefore locked: how they stand from now on."""
    user = writer.execute(_FACTS, {"user": user_id}).one()
    standing = _standing(user)
    seats = user.max_interactions if user.chat and user.whatsapp else 0
    last = writer.execute(_LAST, {"user": user_id}).one_or_none()
    if last is not None:
        goes_on = last.to_at is None
        if (last.state, last.seats) == (standing, seats) and goes_on:
            return
        # Clocks of two processes differ a little: no span begins in an earlier one.
        now = max(now, last.to_at or last.from_at)
        if goes_on:
            _end(writer, user_id, last.from_at, now)
    if standing is not None:
        _begin(writer, user_id, standing, seats, now)


def cut(session: Session, last: datetime, now: datetime) -> None:
    """From `last` to now nobody could reach the server: no span runs through that.

    Whoever proved alive meanwhile was served by another process, and theirs goes on.
    """
    alive = exists().where(Lease.user_id == PresenceSpan.user_id, Lease.expires_at > now)
    found = select(*_COLUMNS).where(PresenceSpan.to_at.is_(None), ~alive.correlate(PresenceSpan))
    for user_id, state, seats, begun, _ in session.execute(found).all():
        _end(session, user_id, begun, max(begun, last))
        _begin(session, user_id, state, seats, max(begun, now))


def between(session: Session, start: datetime, end: datetime, now: datetime) -> Iterator[Span]:
    """Clipped to the period, by user and time; what goes on counts until now."""
    for user_id, state, seats, begun, ended in session.execute(_BETWEEN, {"of": start, "to": end}):
        until = min(ended or now, end)
        if until > start:
            yield Span(user_id, state, seats, max(begun, start), until)


def forget(session: Session, now: datetime) -> None:
    old = PresenceSpan.from_at < now - KEPT_FOR
    session.execute(delete(PresenceSpan).where(old, PresenceSpan.to_at.is_not(None)))


def _standing(user: Any) -> Standing | None:
    if user.disabled_at is not None:
        return None
    if user.connected:
        return Standing(user.presence.value)
    is_awaited = user.grace_ends_at is not None and user.presence is not Presence.OFFLINE
    return Standing.LOST if is_awaited else None


def _begin(
    writer: Session | Connection, user_id: int, state: Standing, seats: int, now: datetime
) -> None:
    values = {"user_id": user_id, "from_at": now, "state": state, "seats": seats}
    writer.execute(insert(PresenceSpan.__table__), values)  # type: ignore[arg-type]


def _end(writer: Session | Connection, user_id: int, begun: datetime, at: datetime) -> None:
    """What lasted no time leaves no row."""
    which = {"user": user_id, "begun": begun}
    if at > begun:
        writer.execute(_CLOSE, {**which, "at": at})
    else:
        writer.execute(_DROP, which)


_SPANS = PresenceSpan.__table__
_USER: Any = bindparam("user")
# ORM columns: a session first writes what it holds of the user's row.
_FACTS = select(
    User.presence,
    User.connected,
    User.grace_ends_at,
    User.disabled_at,
    User.chat,
    User.whatsapp,
    User.max_interactions,
).where(User.id == _USER)
_LAST = (
    select(PresenceSpan.from_at, PresenceSpan.to_at, PresenceSpan.state, PresenceSpan.seats)
    .where(PresenceSpan.user_id == _USER)
    .order_by(PresenceSpan.from_at.desc())
    .limit(1)
)
_THIS = (_SPANS.c.user_id == _USER) & (_SPANS.c.from_at == bindparam("begun"))
_CLOSE = update(_SPANS).where(_THIS).values(to_at=bindparam("at"))  # type: ignore[arg-type]
_DROP = delete(_SPANS).where(_THIS)  # type: ignore[arg-type]
_COLUMNS = (
    PresenceSpan.user_id,
    PresenceSpan.state,
    PresenceSpan.seats,
    PresenceSpan.from_at,
    PresenceSpan.to_at,
)
_OF: Any = bindparam("of", type_=PresenceSpan.from_at.type)
_TO: Any = bindparam("to", type_=PresenceSpan.from_at.type)
# Of what began before the period only a user's last can reach into it.
_LAST_BEFORE = (
    select(func.max(_SPANS.c.from_at))
    .where(_SPANS.c.user_id == User.id, _SPANS.c.from_at < _OF)
    .correlate(User)
    .scalar_subquery()
)
_BETWEEN = (
    select(*_COLUMNS)
    .where(PresenceSpan.from_at >= _OF, PresenceSpan.from_at < _TO)
    .union_all(
        select(*_COLUMNS)
        .select_from(User)
        .join(
            PresenceSpan,
            (PresenceSpan.user_id == User.id) & (PresenceSpan.from_at == _LAST_BEFORE),
        )
    )
    .order_by("user_id", "from_at")
)
