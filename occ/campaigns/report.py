"""The send log of a run, person by person, with both statuses (C7, E3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns import recipients
from occ.campaigns.models import Recipient, Run
from occ.messaging.models import Attempt, HandOver, Message
from occ.messaging.ports import Delivery

FILE_SLICE = 2000


@dataclass(frozen=True)
class Line:
    recipient: Recipient
    hand_over: HandOver | None
    delivery: Delivery | None
    reason: dict[str, Any] | None
    reason_code: str | None
    at: datetime | None
    message_id: int | None

    @property
    def is_out(self) -> bool:
        return self.message_id is not None


def lines(
    session: Session, run: Run, flag: str | None, after: int, most: int, sought: str = ""
) -> list[Line]:
    found = recipients.page(session, run.id, flag, after, most, sought)
    ids = [each.message_id for each in found if each.message_id is not None]
    messages = {
        message.id: message
        for message in session.execute(
            select(
                Message.id,
                Message.hand_over,
                Message.delivery,
                Message.reason,
                Message.reason_code,
                Message.at,
            ).where(Message.id.in_(ids))
        )
    }
    return [_line(each, messages.get(each.message_id or 0)) for each in found]


def attempts(session: Session, message_id: int) -> Sequence[Attempt]:
    return session.scalars(
        select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.id)
    ).all()


def _line(recipient: Recipient, message: Any) -> Line:
    if message is None:
        return Line(recipient, None, None, None, None, None, None)
    return Line(
        recipient,
        message.hand_over,
        message.delivery,
        message.reason,
        message.reason_code,
        message.at,
        message.id,
    )
