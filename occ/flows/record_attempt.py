"""What the call to the provider came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from occ.core import tally
from occ.core.tally import Count
from occ.core.words import Words, say
from occ.flows.delivery_status import moved_on
from occ.messaging import halts, outbox, payment, points, statuses
from occ.messaging.models import AttemptState, HandOver, Message
from occ.messaging.ports import Scope

MOST_TRIES = 6
LATER = (1, 3, 10, 30, 90)
_RESOLVE_AFTER = timedelta(seconds=3)


@dataclass(frozen=True)
class Accepted:
    sid: str | None
    parts: int | None = None
    """As how many it is billed; None: the provider does not say."""
    points: Decimal | None = None
    """What it took of the account there."""


@dataclass(frozen=True)
class Refused:
    code: str
    reason: Words
    scope: Scope


@dataclass(frozen=True)
class Later:
    """It certainly did not go, and may go soon."""

    code: str
    reason: Words


@dataclass(frozen=True)
class Lost:
    """It may have gone."""

    code: str


Outcome = Accepted | Refused | Later | Lost
CHECKING = say("The answer was lost: we are checking whether this arrived.")
"""Stands at a message from a lost answer until it is known, or for a person to decide."""


def record(session: Session, attempt_key: str, outcome: Outcome, now: datetime) -> None:
    """`record_all` of one."""
    record_all(session, {attempt_key: outcome}, now)


def record_all(session: Session, outcomes: Mapping[str, Outcome], now: datetime) -> None:
    """Close attempts (keys) and move their messages on, all in one transaction: a commit waits
    for the disk once. A report that came earlier has the last word.

    Credit is spent when a message is accepted and given back when it is not to leave, or not
    before somebody has mended what stopped it. For the next try, which follows soon, it stays
    set aside.
    """
    accepted: list[tuple[Message, int | None]] = []
    given_back: list[Message] = []
    moved: list[Message] = []
    for attempt, message in outbox.attempted_all(session, outcomes):
        if attempt.state not in (AttemptState.CALLING, AttemptState.LOST):
            continue
        moved.append(message)
        outcome = outcomes[attempt.key]
        if isinstance(outcome, Lost):
            attempt.state, attempt.error_code = AttemptState.LOST, outcome.code
            attempt.resolve_at = now + _RESOLVE_AFTER
            message.reason, message.reason_code = CHECKING.as_json(), None
            continue
        attempt.ended_at = now
        match outcome:
            case Accepted(sid, parts, taken):
                attempt.state, attempt.provider_sid = AttemptState.ACCEPTED, sid
                attempt.points = points.millionths(taken)
                accepted.append((message, parts))
                message.hand_over, message.provider_sid = HandOver.ACCEPTED, sid
                message.reason = message.reason_code = None
                message.look_at = statuses.next_look(None, now, now)
            case Refused(code, reason, scope):
                attempt.state, attempt.error_code = AttemptState.REFUSED, code
                message.reason, message.reason_code = reason.as_json(), code
                if scope is Scope.MESSAGE:
                    message.hand_over = HandOver.REFUSED
                else:
                    # Not this message's fault: it waits until the account or sender is mended.
                    message.hand_over, message.due_at = HandOver.WAITING, now
                    halts.halt(session, halts.stopped(message, scope), code, reason, now)
                given_back.append(message)
            case Later(code, reason):
                attempt.state, attempt.error_code = AttemptState.LATER, code
                message.reason, message.reason_code = reason.as_json(), code
                message.hand_over = HandOver.WAITING
                if message.tries >= MOST_TRIES:
                    message.hand_over = HandOver.REFUSED
                    given_back.append(message)
                else:
                    message.due_at = now + timedelta(seconds=LATER[message.tries - 1])
        if message.hand_over in (HandOver.ACCEPTED, HandOver.REFUSED):
            message.sealed = None
            tally.count(session, Count.MESSAGES_OUT, message.hand_over)
    payment.spend(session, accepted, now)
    payment.give_back(session, given_back, now)
    session.flush()
    moved_on(session, moved, now)
