"""An agent's seats: the one place that counts them up and down.

The limit, the channel, the presence and the reachability are checked by the UPDATE that takes
the seat, so two who come at once cannot both have the last one; at any isolation level and
on every database one of them changes no row.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select, update
from sqlalchemy.orm import Session

from occ.core.locks import locked
from occ.routing import rule
from occ.routing.models import Interaction, InteractionState
from occ.users.leases import live
from occ.users.models import Presence, User


def fit(now: datetime) -> ColumnElement[bool]:
    """Whether a user may be given one more conversation now."""
    found: ColumnElement[bool] = (
        User.chat
        & User.whatsapp
        & User.disabled_at.is_(None)
        & (User.presence == Presence.AVAILABLE)
        & rule.has_seat(User)
        & exists().where(live(User.id, now)).correlate(User)  # type: ignore[arg-type]
    )
    return found


def take(session: Session, user_id: int, now: datetime) -> bool:
    """Take one of the user's seats, if one is free and the user is fit for it."""
    taken = session.execute(
        update(User)
        .where(User.id == user_id, fit(now))
        .values(seats_taken=User.seats_taken + 1, idle_since=now)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def free(session: Session, user_id: int, now: datetime) -> None:
    session.execute(
        update(User)
        .where(User.id == user_id, User.seats_taken > 0)
        .values(seats_taken=User.seats_taken - 1, idle_since=now)
        .execution_options(synchronize_session=False)
    )


class Drift(NamedTuple):
    """A user whose count differs from their live interactions."""

    user_id: int
    key: str
    name: str
    counted: int
    real: int


def drift(session: Session) -> list[Drift]:
    """An alarm, never mended silently; in the order users are locked in."""
    found = (
        select(User.id, User.key, User.name, User.seats_taken, _real())
        .where(User.seats_taken != _real())
        .order_by(User.id)
    )
    return [Drift(*row) for row in session.execute(found)]


def recount(session: Session, user_id: int) -> tuple[int, int]:
    """Set the count of a user to what is real: what it was, and what it is.

    The user's row is locked before the interactions are counted. Whoever takes a seat holds
    that row until the interaction stands, and whoever frees one waits for us to count it away.
    """
    counted = session.execute(
        locked(select(User.seats_taken).where(User.id == user_id))
    ).scalar_one()
    real = session.execute(select(_real()).where(User.id == user_id)).scalar_one()
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(seats_taken=real)
        .execution_options(synchronize_session=False)
    )
    return counted, real


def _real() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Interaction)
        .where(Interaction.user_id == User.id, Interaction.state != InteractionState.ENDED)
        .correlate(User)
        .scalar_subquery()
    )
