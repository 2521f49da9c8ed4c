"""What is due to be sent is claimed, each with an attempt that is committed before the call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occ.billing.payer import ANSWERS, By
from occ.conversations.models import Conversation
from occ.core import address
from occ.core.words import Words, say
from occ.flows import ask_gate
from occ.flows.ask_gate import Wish
from occ.flows.delivery_status import moved_on
from occ.messaging import gate, outbox, payment
from occ.messaging.models import HandOver, Message
from occ.messaging.outbox import Claimed, Due, Lane, Way
from occ.messaging.payment import Unpaid

AT_ONCE = 20
UNPAID_PAUSE = timedelta(seconds=60)
"""After which credit that was missing is asked for again."""


def claim(
    session: Session,
    now: datetime,
    lane: Lane = Lane.REPLIES,
    ways: Collection[Way] | None = None,
) -> list[Claimed]:
    """Ask the gate once more and open an attempt for each message that may leave and is paid.

    `ways` are the carriers and channels that can send now; None: all of them.
    """
    if lane is Lane.REPLIES:
        answers = outbox.replies(session, now, AT_ONCE, ways)
        return _open(session, _still_allowed(session, answers, now), now)
    due = outbox.rest(session, now, AT_ONCE, ways)
    payers = payment.lock(session, *_payers_of(due))
    messages = outbox.lock(session, [each.id for each in due], now)
    allowed = _still_allowed(session, messages, now)
    unpaid = payment.set_aside(session, allowed, payers, now)
    for message in allowed:
        if message.id in unpaid:
            _not_paid(session, message, unpaid[message.id], now)
    return _open(session, [each for each in allowed if each.id not in unpaid], now)


def _payers_of(due: Sequence[Due]) -> tuple[set[int], int]:
    wallets = {each.wallet_id for each in due if each.wallet_id is not None}
    return wallets, sum(each.paid_by is By.BATCH and not each.has_unit for each in due)


def _open(session: Session, messages: Sequence[Message], now: datetime) -> list[Claimed]:
    claimed, elsewhere = outbox.claim(session, messages, now)
    for message in elsewhere:
        _refuse(session, message, "sealed_elsewhere", _SEALED_ELSEWHERE, now)
    return claimed


def _still_allowed(session: Session, messages: Sequence[Message], now: datetime) -> list[Message]:
    """The others are refused, each with the reason."""
    allowed = []
    for message, refusal in zip(messages, _refusals(session, messages, now), strict=True):
        if refusal is None:
            allowed.append(message)
        else:
            _refuse(session, message, refusal.code, refusal.words, now)
    return allowed


def _refusals(
    session: Session, messages: Sequence[Message], now: datetime
) -> list[gate.Refusal | None]:
    """In their order."""
    first = [each for each in messages if each.purpose not in ANSWERS or each.template]
    asked = ask_gate.ask(session, [_wish(message) for message in first], now) if first else []
    refusals = {message.id: refusal for message, refusal in zip(first, asked, strict=True)}
    for message in messages:
        if message.id not in refusals:
            conversation = session.get_one(Conversation, message.conversation_id)
            shut = gate.against_reply(conversation.last_inbound_at, now)
            refusals[message.id] = gate.Refusal("window_shut", shut) if shut else None
    return [refusals[message.id] for message in messages]


def _wish(message: Message) -> Wish:
    template = str(message.template["sid"]) if message.template else None
    return Wish(message.purpose, message.sender, address.parse(message.recipient), template)


def _refuse(session: Session, message: Message, code: str, words: Words, now: datetime) -> None:
    payment.give_back(session, [message], now)
    message.hand_over = HandOver.REFUSED
    message.reason, message.reason_code = words.as_json(), code
    session.flush()
    moved_on(session, [message], now)


def _not_paid(session: Session, message: Message, why: Unpaid, now: datetime) -> None:
    """It waits, and says why, or is refused: what has no price is never sent free."""
    if not why.waits:
        _refuse(session, message, why.code, why.words, now)
        return
    message.due_at = now + UNPAID_PAUSE
    if message.reason_code != why.code:
        message.reason, message.reason_code = why.words.as_json(), why.code
        session.flush()
        moved_on(session, [message], now)


_SEALED_ELSEWHERE = say(
    "What this would say was sealed on another installation and can't be read here. Send it anew."
)
