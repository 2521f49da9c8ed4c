"""Messages that wait to be sent: queued, claimed with an attempt each, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from occ.core import ids
from occ.core.db import plain
from occ.core.locks import lock_row, locked
from occ.messaging.halts import ACCOUNT
from occ.messaging.models import Attempt, AttemptState, HandOver, Message, SenderHalt

UNANSWERED_AFTER = timedelta(seconds=60)
"""An attempt with no known outcome by then (the process died in the call) goes to the resolver."""


@dataclass(frozen=True)
class Claimed:
    attempt_key: str
    message_id: int
    conversation_id: int
    sender: str
    recipient: str
    body: str


def anything_due(session: Session, now: datetime) -> bool:
    """Whether a look by `due` is worth a transaction; every second asks."""
    connection, _ = plain(session)
    return connection.execute(_ANY_DUE, {"now": now}).scalar() is not None


def due(session: Session, now: datetime, most: int) -> Sequence[Message]:
    """Messages to send now, locked: of each conversation the oldest alone, to keep the order.

    A lost answer holds up what follows until the provider's list has been read once: if the
    message went, it went before all that is sent now. The same words wait to the end of the
    search, which could take theirs for the lost ones.
    """
    earlier = aliased(Message)
    searched = exists().where(
        Attempt.message_id == earlier.id, Attempt.state == AttemptState.LOST, Attempt.looks > 0
    )
    overtakes = searched & (func.trim(earlier.body) != func.trim(Message.body))
    return session.scalars(
        locked(
            select(Message)
            .where(
                Message.hand_over == HandOver.WAITING,
                Message.due_at <= now,
                ~exists().where(
                    and_(
                        earlier.conversation_id == Message.conversation_id,
                        earlier.id < Message.id,
                        or_(
                            earlier.hand_over == HandOver.WAITING,
                            and_(earlier.hand_over == HandOver.CALLING, ~overtakes),
                        ),
                    )
                ),
                ~exists().where(
                    or_(SenderHalt.sender == Message.sender, SenderHalt.sender == ACCOUNT)
                ),
            )
            .order_by(Message.due_at, Message.id)
            .limit(most),
            skip=True,
        )
    ).all()


def claim(session: Session, message: Message, now: datetime) -> Claimed | None:
    """Open an attempt; None where somebody else was quicker."""
    taken = session.execute(
        update(Message)
        .where(Message.id == message.id, Message.hand_over == HandOver.WAITING)
        .values(hand_over=HandOver.CALLING, tries=Message.tries + 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    attempt = Attempt(
        key=ids.new("att"),
        message_id=message.id,
        state=AttemptState.CALLING,
        started_at=now,
        resolve_at=now + UNANSWERED_AFTER,
        looks=0,
    )
    session.add(attempt)
    session.flush()
    return Claimed(
        attempt.key,
        message.id,
        message.conversation_id,
        message.sender,
        message.recipient,
        message.body,
    )


def attempted(session: Session, attempt_key: str) -> tuple[Attempt, Message]:
    """An attempt and its message as they stand now, the message locked."""
    message_id = session.execute(
        select(Attempt.message_id).where(Attempt.key == attempt_key)
    ).scalar_one()
    message: Message = lock_row(session, select(Message).where(Message.id == message_id))
    attempt = session.execute(
        select(Attempt).where(Attempt.key == attempt_key).execution_options(populate_existing=True)
    ).scalar_one()
    return attempt, message


def unresolved(session: Session, now: datetime, most: int = 20) -> Sequence[str]:
    """Keys of attempts whose outcome has to be asked for."""
    return session.scalars(
        select(Attempt.key)
        .where(
            Attempt.state.in_([AttemptState.CALLING, AttemptState.LOST]), Attempt.resolve_at <= now
        )
        .order_by(Attempt.resolve_at)
        .limit(most)
    ).all()


_ANY_DUE = (
    select(Message.id)
    .where(Message.hand_over == HandOver.WAITING, Message.due_at <= bindparam("now"))
    .limit(1)
)
