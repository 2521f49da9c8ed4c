"""What became of messages of ours is asked for, where no report has told the end of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.core.locks import locked
from occ.flows import delivery_status
from occ.messaging import statuses
from occ.messaging.models import Attempt, HandOver, Message
from occ.messaging.ports import Delivery, StatusReport
from occ.settings.pages import TWILIO

AT_ONCE = 500


class Look(NamedTuple):
    """A message to ask for."""

    message_id: int
    sid: str
    sender: str
    accepted_at: datetime


def due(
    session: Session,
    accepted_until: datetime,
    now: datetime,
    provider: str = TWILIO,
    most: int = AT_ONCE,
) -> Sequence[Look]:
    """The most overdue ones, which may be too many for one turn."""
    found = session.execute(
        select(Message.id, Message.provider_sid, Message.sender, func.max(Attempt.started_at))
        .join(Attempt, Attempt.message_id == Message.id)
        .where(
            Message.look_at <= now,
            Message.hand_over == HandOver.ACCEPTED,
            Message.provider_sid.is_not(None),
            Message.provider == provider,
        )
        .group_by(Message.id)
        .having(func.max(Attempt.started_at) <= accepted_until)
        .order_by(Message.look_at, Message.id)
        .limit(most)
    )
    return [Look(number, str(sid), sender, at) for number, sid, sender, at in found]


def take(
    session: Session,
    asked: Sequence[Look],
    reports: Mapping[str, StatusReport],
    with_reads: bool,
    now: datetime,
) -> None:
    """Note what the provider said, and when to ask again.

    Where callbacks come (not `with_reads`), a delivered message is asked for no more.
    """
    told = [reports[look.sid] for look in asked if look.sid in reports]
    delivery_status.take_all(session, told, now)
    accepted_at = {look.message_id: look.accepted_at for look in asked}
    sids = [look.sid for look in asked]
    still_so = Message.id.in_(accepted_at) & Message.provider_sid.in_(sids)
    for message in session.scalars(locked(select(Message).where(still_so).order_by(Message.id))):
        is_enough = message.delivery is Delivery.DELIVERED and not with_reads
        message.look_at = (
            None
            if is_enough
            else statuses.next_look(message.delivery, accepted_at[message.id], now)
        )
