"""Proofs of life, one a connection. A user can be reached while one of them lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.users import spans
from occ.users.models import Lease, Presence, User

RENEWED_EVERY = timedelta(seconds=10)
LASTS = timedelta(seconds=25)


def renew(
    session: Session, user_id: int, connection: str, now: datetime, session_id: int | None = None
) -> bool:
    """Start or prolong a lease; True where the user could not be reached before."""
    back = not is_live(session, user_id, now)
    statement = insert(session, Lease.__table__).values(
        user_id=user_id, connection=connection, session_id=session_id, expires_at=now + LASTS
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["connection"], set_={"expires_at": now + LASTS}
        )
    )
    # Even where they were there all the time: a sweep may just have taken an older lease away.
    if session.execute(_END_GRACE, {"whose": user_id}).rowcount:  # type: ignore[attr-defined]
        spans.note(session, user_id, now)
    return back


def prolong(connection: Connection, name: str, now: datetime) -> bool:
    """Prolong the lease of the connection `name`; False where it is over, and `renew` is needed.

    By `run.plainly`: every page in the house asks for it every ten seconds, and nothing changes.
    """
    times = {"now": now, "then": now + LASTS}
    user_id = connection.execute(_PROLONG, {"which": name, **times}).scalar_one_or_none()
    if user_id is None:
        return False
    if connection.execute(_END_GRACE, {"whose": user_id}).rowcount:
        spans.note(connection, user_id, now)
    return True


def end(session: Session, connection: str) -> int | None:
    """End a connection's lease; the user it belonged to."""
    return session.execute(
        delete(Lease).where(Lease.connection == connection).returning(Lease.user_id)
    ).scalar_one_or_none()


def lapse(session: Session, now: datetime) -> set[int]:
    """End what was not renewed; the users it belonged to."""
    return set(
        session.scalars(delete(Lease).where(Lease.expires_at <= now).returning(Lease.user_id))
    )


def start_grace(session: Session, user_id: int, grace: timedelta, now: datetime) -> None:
    """From the last lost connection on, the user's work waits for them this long."""
    begun = session.execute(
        update(User)
        .where(
            User.id == user_id,
            User.grace_ends_at.is_(None),
            ~exists().where(live(user_id, now)),
        )
        .values(grace_ends_at=now + grace, connected=False)
    )
    if begun.rowcount:  # type: ignore[attr-defined]
        spans.note(session, user_id, now)


def live(user_id: int | ColumnElement[int], now: datetime) -> ColumnElement[bool]:
    return (Lease.user_id == user_id) & (Lease.expires_at > now)


def is_live(session: Session, user_id: int, now: datetime) -> bool:
    return bool(session.scalar(select(exists().where(live(user_id, now)))))


def with_live(session: Session, now: datetime) -> set[int]:
    """The users who have a console open."""
    return set(session.scalars(select(Lease.user_id).where(Lease.expires_at > now)))


def any_live(session: Session, now: datetime) -> int:
    return (
        session.scalar(select(func.count()).select_from(Lease).where(Lease.expires_at > now)) or 0
    )


def reachable(session: Session, now: datetime) -> dict[str, int]:
    """How many who take WhatsApp have a live lease, by the presence they chose."""
    found = session.execute(
        select(User.presence, func.count(User.id.distinct()))
        .join(Lease, Lease.user_id == User.id)
        .where(Lease.expires_at > now, User.whatsapp, User.disabled_at.is_(None))
        .group_by(User.presence)
    )
    counted = {presence: count for presence, count in found}
    return {presence.value: counted.get(presence, 0) for presence in Presence}


_PROLONG = (
    update(Lease)
    .where(Lease.connection == bindparam("which"), Lease.expires_at > bindparam("now"))
    .values(expires_at=bindparam("then"))
    .returning(Lease.user_id)
)
_END_GRACE = (
    update(User)
    .where(User.id == bindparam("whose"), User.grace_ends_at.is_not(None) | ~User.connected)
    .values(grace_ends_at=None, connected=True)
)
