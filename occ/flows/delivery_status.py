"""A carrier reports what became of a message of ours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from occ.billing.payer import CREDENTIALS
from occ.campaigns import moves
from occ.conversations.models import Conversation
from occ.conversations.queries import message_facts
from occ.conversations.threads import place_of
from occ.core import events, tally
from occ.core.locks import lock_row
from occ.core.tally import Count
from occ.flows import follow_credentials
from occ.messaging import halts, outbox, payment, statuses
from occ.messaging.models import Attempt, AttemptState, HandOver, Message
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.routing import audience

_IS_FREE = and_(Message.wallet_id.is_(None), Message.batch_id.is_(None))


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
    if message.hand_over in (HandOver.WAITING, HandOver.CALLING, HandOver.UNKNOWN):
        payment.spend(session, message, report.parts, now)
        message.hand_over = HandOver.ACCEPTED
        message.reason = message.reason_code = None
        message.look_at = statuses.next_look(None, now, now)
        _end_attempts(session, message, report.sid, now)
        message.sealed = None
    delivery = Delivery.UNDELIVERED if report.refused else report.delivery
    message.delivery = statuses.higher(message.delivery, delivery)
    if statuses.is_final(message.delivery):
        message.look_at = None
    if message.delivery is Delivery.UNDELIVERED and before[1] is not Delivery.UNDELIVERED:
        payment.failed(session, message, now)
    elif message.delivery in (Delivery.DELIVERED, Delivery.READ):
        payment.arrived(session, message, now)
    if message.delivery is Delivery.UNDELIVERED and report.reason:
        message.reason, message.reason_code = report.reason.as_json(), report.error_code
    elif message.delivery in (Delivery.DELIVERED, Delivery.READ):
        message.reason = message.reason_code = None
    session.flush()
    if report.refused and report.reason and report.scope is not Scope.MESSAGE:
        stopped = halts.stopped(message, report.scope)
        halts.halt(session, stopped, report.error_code or "", report.reason, now)
    if before != (message.hand_over, message.delivery, message.reason_code):
        moved_on(session, message, now)
    if before[0] is not message.hand_over:
        tally.count(session, Count.MESSAGES_OUT, "accepted")
    if before[1] is not message.delivery and message.delivery not in (None, Delivery.UNKNOWN):
        tally.count(session, Count.MESSAGES_OUT, str(message.delivery))


def moved_on(session: Session, message: Message, now: datetime) -> None:
    """A message of ours has another status: screens are told, and what was sent follows it."""
    tell_message(session, message)
    if message.purpose in CREDENTIALS:
        follow_credentials.follow(session, message, now)


def tell_message(session: Session, message: Message) -> None:
    """Tell whoever may see the conversation how the message stands now.

    What belongs to none is told on the page of what it was sent for, when that is opened.
    """
    if message.cause is not None:
        moves.note(session, message.id)
    if message.conversation_id is None:
        return
    facts = message_facts(session, message)
    conversation = session.get_one(Conversation, message.conversation_id)
    events.record(
        session,
        "message_changed",
        {"conversation": conversation.key, "message": facts},
        audience.of(place_of(conversation)),
    )


def _message(session: Session, report: StatusReport) -> Message | None:
    found = _by_sid(session, report.sid) if report.sid is not None else None
    if found is not None or report.attempt is None:
        return found
    if not session.scalar(select(exists().where(Attempt.key == report.attempt))):
        return None
    attempt, message = outbox.attempted(session, report.attempt)
    return message if _is_news(session, report, attempt, message) else None


def _by_sid(session: Session, sid: str) -> Message | None:
    """Locked. Nearly every message is nobody's to pay; of the others the payer is locked first."""
    by_sid = select(Message).where(Message.provider_sid == sid)
    found: Message | None = lock_row(session, by_sid.where(_IS_FREE))
    if found is not None:
        return found
    payer = by_sid.with_only_columns(Message.wallet_id, Message.batch_id)
    paid = session.execute(payer).one_or_none()
    if paid is None:
        return None
    payment.lock_payer(session, *paid)
    found = lock_row(session, by_sid)
    return found


def _is_news(session: Session, report: StatusReport, attempt: Attempt, message: Message) -> bool:
    """Whether it matters what became of this attempt, where it may have been tried again since."""
    if report.delivery in (Delivery.DELIVERED, Delivery.READ):
        return True
    newest = select(func.max(Attempt.id)).where(Attempt.message_id == message.id)
    if attempt.id != session.scalar(newest):
        return False
    if message.hand_over is not HandOver.WAITING:
        return True
    # It is to be repeated: not if it turns out now that it was taken the first time.
    failed = report.refused or report.delivery is Delivery.UNDELIVERED
    return not failed and attempt.state is not AttemptState.ACCEPTED


def _end_attempts(session: Session, message: Message, sid: str | None, now: datetime) -> None:
    open_attempts = session.scalars(
        select(Attempt).where(
            Attempt.message_id == message.id,
            Attempt.state.in_([AttemptState.CALLING, AttemptState.LOST, AttemptState.UNKNOWN]),
        )
    )
    for attempt in open_attempts:
        attempt.state, attempt.provider_sid, attempt.ended_at = AttemptState.ACCEPTED, sid, now
