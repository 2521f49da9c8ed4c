"""A carrier reports what became of a message of ours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.conversations.queries import message_facts
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.locks import lock_row
from occ.messaging import halts
from occ.messaging.models import Attempt, AttemptState, HandOver, Message
from occ.messaging.outbox import ACCOUNT
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.messaging.statuses import higher
from occ.routing import audience


def take(session: Session, report: StatusReport, now: datetime) -> None:
    """Move the message's ticks up, if the report says more than we knew.

    It may come before the answer to our own call: then it also tells that the call was taken.
    A report of a message we never sent changes nothing.
    """
    message = _message(session, report)
    if message is None:
        return
    before = (message.hand_over, message.delivery, message.reason_code)
    if message.provider_sid is None:
        message.provider_sid = report.sid
    if message.hand_over in (HandOver.CALLING, HandOver.UNKNOWN):
        message.hand_over = HandOver.ACCEPTED
        _end_attempts(session, message, report.sid, now)
    delivery = Delivery.UNDELIVERED if report.refused else report.delivery
    message.delivery = higher(message.delivery, delivery)
    if message.delivery is Delivery.UNDELIVERED and report.reason:
        message.reason, message.reason_code = report.reason.as_json(), report.error_code
    elif message.delivery in (Delivery.DELIVERED, Delivery.READ):
        message.reason = message.reason_code = None
    session.flush()
    if report.refused and report.reason and report.scope is not Scope.MESSAGE:
        sender = ACCOUNT if report.scope is Scope.ACCOUNT else message.sender
        halts.halt(session, sender, report.error_code or "", report.reason, now)
    if before != (message.hand_over, message.delivery, message.reason_code):
        tell_message(session, message)


def tell_message(session: Session, message: Message) -> None:
    """Tell whoever may see the conversation how the message stands now."""
    facts = message_facts(session, message)
    conversation = session.get_one(Conversation, message.conversation_id)
    events.record(
        session,
        "message_changed",
        {"conversation": conversation.key, "message": facts},
        audience.of(place_of(conversation)),
    )


def _message(session: Session, report: StatusReport) -> Message | None:
    by_sid = select(Message).where(Message.provider_sid == report.sid)
    found: Message | None = lock_row(session, by_sid)
    if found is not None or report.attempt is None:
        return found
    attempt = session.scalar(select(Attempt).where(Attempt.key == report.attempt))
    if attempt is None:
        return None
    newest = session.scalar(
        select(func.max(Attempt.id)).where(Attempt.message_id == attempt.message_id)
    )
    if attempt.id != newest and report.delivery not in (Delivery.DELIVERED, Delivery.READ):
        # Somebody has tried again since: that an earlier try failed is no news.
        return None
    message: Message = lock_row(session, select(Message).where(Message.id == attempt.message_id))
    return message


def _end_attempts(session: Session, message: Message, sid: str, now: datetime) -> None:
    open_attempts = session.scalars(
        select(Attempt).where(
            Attempt.message_id == message.id,
            Attempt.state.in_([AttemptState.CALLING, AttemptState.LOST, AttemptState.UNKNOWN]),
        )
    )
    for attempt in open_attempts:
        attempt.state, attempt.provider_sid, attempt.ended_at = AttemptState.ACCEPTED, sid, now
