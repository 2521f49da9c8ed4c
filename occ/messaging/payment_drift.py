"""Compare what messages say of their payment with wallets and batches: what differs is an alarm.

The other half of `billing/drift.py`, which knows of no message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from occ.billing.batch_models import Batch
from occ.billing.models import Reservation, ReservationState
from occ.billing.payer import By
from occ.messaging.models import HandOver, Message

_KEY = literal("message:") + Message.key + literal(":") + cast(Message.hold, String)
_ACCEPTED = Message.hand_over == HandOver.ACCEPTED


class Difference(NamedTuple):
    """`what` of a batch (number) or a message (key) is kept otherwise than its rows say."""

    subject: str
    what: str
    kept: str
    real: str


def drift(session: Session) -> list[Difference]:
    return [*_batches(session), *_messages(session), *_forgotten(session)]


def _batches(session: Session) -> Iterator[Difference]:
    """Used and reserved units are those that messages have."""
    counted = (
        select(
            Message.batch_id,
            func.sum(case((_ACCEPTED, 1), else_=0)).label("used"),
            func.sum(case((_ACCEPTED, 0), else_=1)).label("reserved"),
        )
        .where(Message.batch_id.is_not(None))
        .group_by(Message.batch_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Batch.id,
            Batch.used,
            func.coalesce(counted.c.used, 0),
            Batch.reserved,
            func.coalesce(counted.c.reserved, 0),
        ).outerjoin(counted, counted.c.batch_id == Batch.id)
    )
    for number, used, has_used, reserved, has_reserved in rows:
        if used != has_used:
            yield Difference(f"batch {number}", "used", str(used), str(has_used))
        if reserved != has_reserved:
            yield Difference(f"batch {number}", "reserved", str(reserved), str(has_reserved))


def _messages(session: Session) -> Iterator[Difference]:
    """What is set aside for a message is held; what was accepted is spent, or refunded since."""
    settled = Reservation.state.in_([ReservationState.CAPTURED, ReservationState.REFUNDED])
    is_right = or_(
        and_(_ACCEPTED, settled), and_(~_ACCEPTED, Reservation.state == ReservationState.HELD)
    )
    rows = session.execute(
        select(Message.key, Message.hand_over, Reservation.state)
        .outerjoin(Reservation, Reservation.key == _KEY)
        .where(
            Message.paid_by == By.WALLET,
            Message.price.is_not(None),
            or_(Reservation.id.is_(None), ~is_right),
        )
    )
    for key, hand_over, state in rows:
        yield Difference(key, "credit", str(hand_over), str(state))


def _forgotten(session: Session) -> Iterator[Difference]:
    """What is held in a message's name, the message knows of."""
    owned = exists().where(_KEY == Reservation.key, Message.price.is_not(None))
    held = session.scalars(
        select(Reservation.key).where(
            Reservation.state == ReservationState.HELD,
            Reservation.key.startswith("message:msg_", autoescape=True),
            ~owned,
        )
    )
    for key in held:
        yield Difference(key, "credit", "held", "no message's")
