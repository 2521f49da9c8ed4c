"""A carrier reports what became of a message of ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from occ.billing.payer import CREDENTIALS
from occ.campaigns import moves
from occ.conversations.models import Conversation
from occ.conversations.queries import message_facts
from occ.conversations.threads import place_of
from occ.core import events, tally
from occ.core.db import plain
from occ.core.tally import Count
from occ.flows import follow_credentials
from occ.messaging import halts, outbox, payment, statuses
from occ.messaging.models import Attempt, AttemptState, HandOver, Message
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.routing import audience


def take(session: Session, report: StatusReport, now: datetime) -> None:
    """`take_all` of one."""
    take_all(session, [report], now)


def take_all(session: Session, reports: Sequence[StatusReport], now: datetime) -> None:
    """Move messages' ticks up, in the reports' order, where they say more than we knew.

    A report may come before the answer to our own call: then it also tells that the call was
    taken. One of a message we never sent changes nothing.
    """
    found = _messages(session, reports)
    before = {message.id: _standing(message) for _, message in found}
    accepted: dict[Message, StatusReport] = {}
    failed: list[Message] = []
    for report, message in found:
        if message.provider_sid is None:
            message.provider_sid = report.sid
        if message.hand_over in (HandOver.WAITING, HandOver.CALLING, HandOver.UNKNOWN):
            accepted[message] = report
            message.hand_over = HandOver.ACCEPTED
            message.reason = message.reason_code = None
            message.look_at = statuses.next_look(None, now, now)
            message.sealed = None
            tally.count(session, Count.MESSAGES_OUT, "accepted")
        if _move_up(session, message, report) and message.delivery is Delivery.UNDELIVERED:
            failed.append(message)
        if report.refused and report.reason and report.scope is not Scope.MESSAGE:
            stopped = halts.stopped(message, report.scope)
            halts.halt(session, stopped, report.error_code or "", report.reason, now)
    if accepted:
        payment.spend(session, [(each, accepted[each].parts) for each in accepted], now)
        _end_attempts(session, accepted, now)
    payment.failed(session, failed, now)
    messages = {each.id: each for _, each in sorted(found, key=lambda pair: pair[1].id)}
    payment.arrived(session, [each for each in messages.values() if _has_arrived(each)], now)
    session.flush()
    moved = [each for each in messages.values() if _standing(each) != before[each.id]]
    moved_on(session, moved, now)


def _move_up(session: Session, message: Message, report: StatusReport) -> bool:
    """Whether its delivery status is another now."""
    before = message.delivery
    reported = Delivery.UNDELIVERED if report.refused else report.delivery
    message.delivery = statuses.higher(before, reported)
    if statuses.is_final(message.delivery):
        message.look_at = None
    if message.delivery is Delivery.UNDELIVERED and report.reason:
        message.reason, message.reason_code = report.reason.as_json(), report.error_code
    elif _has_arrived(message):
        message.reason = message.reason_code = None
    if before is message.delivery:
        return False
    if message.delivery is not Delivery.UNKNOWN:
        tally.count(session, Count.MESSAGES_OUT, str(message.delivery))
    return True


def _has_arrived(message: Message) -> bool:
    return message.delivery in (Delivery.DELIVERED, Delivery.READ)


def _standing(message: Message) -> tuple[object, ...]:
    return message.hand_over, message.delivery, message.reason_code


def moved_on(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """Messages of ours have another status: screens are told, and what was sent follows them."""
    tell_messages(session, messages)
    for message in messages:
        if message.purpose in CREDENTIALS:
            follow_credentials.follow(session, message, now)


def tell_messages(session: Session, messages: Sequence[Message]) -> None:
    """Tell whoever may see their conversations how they stand now.

    What belongs to none is told on the page of what it was sent for, when that is opened.
    """
    moves.note(session, [message.id for message in messages if message.cause is not None])
    for message in messages:
        if message.conversation_id is not None:
            facts = message_facts(session, message)
            conversation = session.get_one(Conversation, message.conversation_id)
            events.record(
                session,
                "message_changed",
                {"conversation": conversation.key, "message": facts},
                audience.of(place_of(conversation)),
            )


_BY_SID = select(Message.id, Message.wallet_id, Message.batch_id, Message.provider_sid).where(
    Message.provider_sid.in_(bindparam("sids", expanding=True))
)


def _messages(
    session: Session, reports: Sequence[StatusReport]
) -> list[tuple[StatusReport, Message]]:
    """The reports that are of messages of ours and matter, with these, which are locked."""
    sids = {report.sid for report in reports if report.sid is not None}
    columns = (Message.id, Message.wallet_id, Message.batch_id)
    # What this transaction has not written yet is not there for a plain statement.
    session.flush()
    connection, _ = plain(session)
    named = {
        sid: (number, wallet, batch)
        for number, wallet, batch, sid in connection.execute(_BY_SID, {"sids": list(sids)})
    }
    keys = {each.attempt for each in reports if each.sid not in named and each.attempt is not None}
    tried = (
        {
            row.key: (row.id, row.wallet_id, row.batch_id)
            for row in session.execute(
                select(*columns, Attempt.key)
                .join(Attempt, Attempt.message_id == Message.id)
                .where(Attempt.key.in_(keys))
            )
        }
        if keys
        else {}
    )
    messages = outbox.lock_paid(session, {*named.values(), *tried.values()})
    attempts = _attempts(session, tried)
    found = []
    for report in reports:
        if report.sid in named:
            found.append((report, messages[named[report.sid][0]]))
        elif report.attempt is not None and report.attempt in tried:
            message = messages[tried[report.attempt][0]]
            if _is_news(report, *attempts[report.attempt], message):
                found.append((report, message))
    return found


def _attempts(session: Session, keys: Collection[str]) -> dict[str, tuple[Attempt, bool]]:
    """Attempts as they stand now, and whether each is the newest of its message."""
    if not keys:
        return {}
    later = aliased(Attempt)
    is_newest = ~exists().where(later.message_id == Attempt.message_id, later.id > Attempt.id)
    rows = session.execute(
        select(Attempt, is_newest)
        .where(Attempt.key.in_(keys))
        .execution_options(populate_existing=True)
    )
    return {attempt.key: (attempt, newest) for attempt, newest in rows}


def _is_news(report: StatusReport, attempt: Attempt, is_newest: bool, message: Message) -> bool:
    """Whether it matters what became of this attempt, where it may have been tried again since."""
    if report.delivery in (Delivery.DELIVERED, Delivery.READ):
        return True
    if not is_newest:
        return False
    if message.hand_over is not HandOver.WAITING:
        return True
    # It is to be repeated: not if it turns out now that it was taken the first time.
    failed = report.refused or report.delivery is Delivery.UNDELIVERED
    return not failed and attempt.state is not AttemptState.ACCEPTED


def _end_attempts(
    session: Session, accepted: Mapping[Message, StatusReport], now: datetime
) -> None:
    sids = {message.id: report.sid for message, report in accepted.items()}
    open_attempts = session.scalars(
        select(Attempt).where(
            Attempt.message_id.in_(sids),
            Attempt.state.in_([AttemptState.CALLING, AttemptState.LOST, AttemptState.UNKNOWN]),
        )
    )
    for attempt in open_attempts:
        attempt.state, attempt.ended_at = AttemptState.ACCEPTED, now
        attempt.provider_sid = sids[attempt.message_id]
