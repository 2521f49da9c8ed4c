"""An account's time is over, or somebody ends it: nothing leaves any more, and no secret stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Conflict
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.credentials import register
from occ.credentials.models import OPEN, Account, State
from occ.journal import entries as journal
from occ.messaging import payment
from occ.messaging.models import HandOver, Message
from occ.users import links

EXPIRED = say("Its time is over. Ask for a new one where you got it.")
REPLACED = say("A newer one took its place.")
CANCELLED = say("An administrator has cancelled it.")
CHOSEN = say("A password was chosen meanwhile.")
WITHDRAWN = say("Who handed it out has ended it.")
_AGAIN = timedelta(minutes=1)
"""While the provider is being called nothing can be taken back: it is looked at later."""


def end(session: Session, account_id: int, why: Words, now: datetime) -> bool:
    """End what has not arrived yet; False where it is being sent at this moment, or is over."""
    account, message = _locked(session, account_id)
    if account.state not in OPEN or not _end(session, account, message, why, now):
        return False
    if account.link_id is not None:
        links.end(session, account.link_id, now)
    return True


def end_due(session: Session, account_id: int, now: datetime) -> None:
    """What was usable keeps no secret any longer, what was open is over."""
    account, message = _locked(session, account_id)
    if account.ends_at is None or account.ends_at > now:
        return
    if account.state not in OPEN:
        register.purge(account)
    elif not _end(session, account, message, EXPIRED, now):
        account.ends_at = now + _AGAIN
    session.flush()


def cancel(session: Session, actor_id: int, key: str, now: datetime) -> None:
    """Raises NotFound, Conflict where it is too late."""
    account = register.by_key(session, key)
    if not end(session, account.id, CANCELLED, now):
        raise Conflict(say("It is too late: it has gone, or is over."), "too_late")
    subject = journal.Subject("account", account.key)
    journal.write(session, actor_id, "account_cancelled", subject, now)


def forget(session: Session, account_id: int, now: datetime) -> None:
    """Who gave it says that it was used, or is not wanted: open ones end, no secret stays.

    Raises Conflict while it is being handed over.
    """
    account, message = _locked(session, account_id)
    if account.state not in OPEN:
        account.used_at = account.used_at or now
        register.purge(account)
        session.flush()
    elif not _end(session, account, message, WITHDRAWN, now):
        raise Conflict(say("It is being handed over at this moment. Ask again."), "being_sent")


def used(session: Session, user_id: int, now: datetime) -> None:
    """The user has chosen a password: the secret has done its work, and no other follows it."""
    for account_id in register.kept_of(session, user_id):
        account, message = _locked(session, account_id)
        if account.state in OPEN:
            _end(session, account, message, CHOSEN, now)
        elif account.state is State.USABLE:
            account.used_at = now
            register.purge(account)
    session.flush()


def end_all_of(session: Session, user_id: int, now: datetime) -> None:
    """The user may not come in any more."""
    for account_id in register.kept_of(session, user_id):
        end(session, account_id, CANCELLED, now)


def _locked(session: Session, account_id: int) -> tuple[Account, Message | None]:
    """Who pays for the message, the message, the account: as in every flow of a message's fate."""
    message_id = session.scalar(select(Account.message_id).where(Account.id == account_id))
    message: Message | None = None
    if message_id is not None:
        payment.lock_those_of(session, [message_id])
        message = lock_row(session, select(Message).where(Message.id == message_id))
    return register.locked(session, account_id), message


def _end(
    session: Session, account: Account, message: Message | None, why: Words, now: datetime
) -> bool:
    if message is not None and account.state is State.SENDING:
        if message.hand_over is not HandOver.WAITING:
            return False
        payment.give_back(session, [message], now)
        message.hand_over, message.sealed = HandOver.REFUSED, None
        message.reason, message.reason_code = why.as_json(), "ended"
    account.state, account.reason, account.reason_code = State.ENDED, why.as_json(), "ended"
    register.purge(account)
    session.flush()
    return True
