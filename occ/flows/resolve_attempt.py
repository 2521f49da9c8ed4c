"""An answer was lost: what the provider's own list says, and after that a person decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core import tally
from occ.core.secrets import SealedElsewhere
from occ.core.tally import Count
from occ.core.words import say
from occ.flows import delivery_status
from occ.flows.delivery_status import moved_on
from occ.flows.record_attempt import CHECKING
from occ.messaging import outbox, sealed
from occ.messaging.models import Attempt, AttemptState, HandOver, Message
from occ.messaging.ports import Kind, StatusReport, TemplateUse

# The list may lag behind the call, so it is asked more than once before a person must look.
_NEXT_LOOK = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60))


_TOLD_APART = timedelta(days=1)


_UNANSWERED = timedelta(seconds=15)


class Search(NamedTuple):
    attempt_key: str
    provider: str
    sender: str
    recipient: str
    body: str
    template: TemplateUse | None
    has_file: bool
    since: datetime
    known: frozenset[str]
    """Ids of what else went to this recipient: the same words may have been said twice."""


def search_for(session: Session, attempt_key: str) -> Search:
    message, started_at = session.execute(
        select(Message, Attempt.started_at)
        .join(Attempt, Attempt.message_id == Message.id)
        .where(Attempt.key == attempt_key)
    ).one()
    known = session.scalars(
        select(Message.provider_sid).where(
            Message.recipient == message.recipient,
            Message.at > started_at - _TOLD_APART,
            Message.provider_sid.is_not(None),
        )
    )
    try:
        body, template = sealed.opened(session, message)
    except SealedElsewhere:
        body, template = message.body, None
    return Search(
        attempt_key,
        message.provider,
        message.sender,
        message.recipient,
        body,
        template,
        message.kind is not Kind.TEXT,
        started_at,
        frozenset(filter(None, known)),
    )


def unanswered(session: Session, attempt_keys: Collection[str], now: datetime) -> None:
    """The list could not be read: others have their turn before these are asked for again."""
    for attempt, _ in outbox.attempted_all(session, attempt_keys):
        attempt.resolve_at = now + _UNANSWERED


def found(session: Session, attempt_key: str, report: StatusReport | None, now: datetime) -> None:
    """`found_all` of one."""
    found_all(session, {attempt_key: report}, now)


def found_all(session: Session, reports: Mapping[str, StatusReport | None], now: datetime) -> None:
    """Note what looks at the provider's list came to, by attempt; None: it is not there."""
    told: list[StatusReport] = []
    moved: list[Message] = []
    for attempt, message in outbox.attempted_all(session, reports):
        report = reports[attempt.key]
        if message.hand_over not in (HandOver.CALLING, HandOver.UNKNOWN):
            continue
        if report is not None and not _is_anothers(session, report.sid, message):
            message.provider_sid = report.sid
            told.append(report)
        elif attempt.looks < len(_NEXT_LOOK):
            attempt.state, attempt.resolve_at = AttemptState.LOST, now + _NEXT_LOOK[attempt.looks]
            attempt.looks += 1
            if message.reason != CHECKING.as_json():
                # Nobody heard of a loss: the process died in the call.
                message.reason, message.reason_code = CHECKING.as_json(), None
                moved.append(message)
        else:
            attempt.state, attempt.ended_at = AttemptState.UNKNOWN, now
            message.hand_over, message.reason = HandOver.UNKNOWN, _UNKNOWN.as_json()
            tally.count(session, Count.MESSAGES_OUT, "unknown")
            moved.append(message)
    session.flush()
    moved_on(session, moved, now)
    delivery_status.take_all(session, told, now)


_UNKNOWN = say(
    "We don't know whether this arrived: the answer was lost. Look again before you repeat it."
)


def _is_anothers(session: Session, sid: str | None, message: Message) -> bool:
    if sid is None:
        return False
    others = select(Message.id).where(Message.provider_sid == sid, Message.id != message.id)
    return session.scalar(others) is not None
