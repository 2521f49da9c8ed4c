"""Nobody knows whether a message went that answers nobody: a person decides.

Until then its credit, or its unit of a batch, stays set aside.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import ANSWERS, CREDENTIALS
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows import retry_message
from occ.flows.delivery_status import moved_on
from occ.journal import entries as journal
from occ.messaging import payment
from occ.messaging.models import Direction, HandOver, Message
from occ.users.models import User
from occ.users.permissions import Permission, may


def may_decide(user: User, message: Message) -> bool:
    """Who had it sent does, and administrators."""
    return message.purpose not in ANSWERS and (
        message.author_id == user.id or may(user.role, Permission.ADMINISTER)
    )


def look_again(session: Session, user_id: int, key: str, now: datetime) -> None:
    """Have the provider asked once more. Raises NotFound, Conflict, as the others do."""
    message = _unknown(session, user_id, key)
    retry_message.search_again(session, message, now)
    moved_on(session, [message], now)


def send_again(session: Session, user_id: int, key: str, now: datetime) -> None:
    """It may then arrive twice. Of an account the person chooses a way again instead."""
    message = _unknown(session, user_id, key)
    if message.purpose in CREDENTIALS:
        raise Conflict(say("Whose account it is chooses again how its details arrive."), "account")
    _journal(session, user_id, message, "message_sent_again", now)
    retry_message.queue_again(session, message, now)
    moved_on(session, [message], now)


def give_up(session: Session, user_id: int, key: str, now: datetime) -> None:
    """It is taken as not sent, and what was set aside for it is given back."""
    message = _unknown(session, user_id, key)
    _journal(session, user_id, message, "message_given_up", now)
    payment.give_back(session, [message], now)
    message.hand_over, message.sealed = HandOver.REFUSED, None
    message.reason, message.reason_code = _GIVEN_UP.as_json(), "given_up"
    session.flush()
    moved_on(session, [message], now)


def _unknown(session: Session, user_id: int, key: str) -> Message:
    found = session.execute(
        select(Message).where(Message.key == key, Message.direction == Direction.OUT)
    ).scalar_one_or_none()
    if found is None or not may_decide(session.get_one(User, user_id), found):
        raise NotFound(say("There is no such message."))
    payment.lock_payer(session, found.wallet_id, found.batch_id)
    message: Message = lock_row(session, select(Message).where(Message.id == found.id))
    if message.hand_over is not HandOver.UNKNOWN:
        raise Conflict(say("What became of this message is known by now."), "known")
    return message


def _journal(session: Session, user_id: int, message: Message, action: str, now: datetime) -> None:
    subject = journal.Subject("message", message.key)
    journal.write(session, user_id, action, subject, now, before={"hand_over": message.hand_over})


_GIVEN_UP = say("Nobody knows whether this arrived. It was given up, and its credit given back.")
