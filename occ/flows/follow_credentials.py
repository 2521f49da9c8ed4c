"""What becomes of a message that carries credentials becomes of their account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.words import say
from occ.credentials import register
from occ.credentials.models import OPEN, State
from occ.messaging.models import HandOver, Message
from occ.messaging.ports import Delivery
from occ.users import links

_UNKNOWN = say(
    "We don't know whether this arrived: the answer was lost. Choosing a way again sends it again."
)


def follow(session: Session, message: Message, now: datetime) -> None:
    """Its message has moved on: accepted is usable (B3), refused or undelivered may be repeated."""
    found = register.carried_by(session, message.id)
    if found is None:
        return
    account = register.locked(session, found.id)
    if account.message_id != message.id or account.state not in (*OPEN, State.USABLE):
        return
    failed = message.delivery is Delivery.UNDELIVERED or message.hand_over is HandOver.REFUSED
    if failed or message.hand_over is HandOver.UNKNOWN:
        reason = message.reason if failed else _UNKNOWN.as_json()
        account.state, account.reason = State.FAILED, reason
        account.reason_code = message.reason_code
    elif message.hand_over is HandOver.ACCEPTED:
        account.state, account.usable_at = State.USABLE, account.usable_at or now
        account.reason = account.reason_code = None
        if account.link_id is not None:
            links.allow(session, account.link_id)
        if message.delivery in (Delivery.DELIVERED, Delivery.READ):
            register.purge(account)
    else:
        account.state = State.SENDING
        account.reason, account.reason_code = message.reason, message.reason_code
    session.flush()
