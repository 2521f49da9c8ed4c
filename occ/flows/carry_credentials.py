"""A message carries an account's credentials, or they wait and say why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.core.address import Channel, Identity
from occ.core.db import undone_alone
from occ.core.errors import OccError
from occ.core.secrets import SealedElsewhere
from occ.core.words import say
from occ.credentials import register, sealing, serving, ways, wording
from occ.credentials.models import Account, Carriage, State, Way
from occ.credentials.sealing import Secret
from occ.credentials.wording import Wording
from occ.flows import queue_message
from occ.flows.queue_message import Outgoing
from occ.messaging.models import Message
from occ.messaging.ports import TemplateUse
from occ.messaging.sealed import MARK
from occ.users import links

SEALED_ELSEWHERE = say(
    "This was sealed on another installation and can't be read. Hand it out anew."
)


def leave(session: Session, account: Account, way: Way, words: Wording, now: datetime) -> None:
    """Queue its message, or have it wait and say why. The account is locked."""
    reason = ways.why_not(session, ways.wanted_by(account), way, now)
    message: Message | None = None
    if reason is None:
        try:
            # A link that was made for it goes with the refusal: the one before stays in force.
            with undone_alone(session):
                message = _queue(session, account, way, words, now)
        except OccError as refused:
            reason = refused.words
        except SealedElsewhere:
            end_unreadable(session, account)
            return
    if message is None:
        account.state, account.reason_code = State.WAITING, None
        account.reason = reason.as_json() if reason else None
        session.flush()
        return
    session.add(Carriage(message_id=message.id, account_id=account.id))
    account.state, account.message_id = State.SENDING, message.id
    account.reason = account.reason_code = None
    session.flush()


def end_unreadable(session: Session, account: Account) -> None:
    """Its secret was sealed with a key that is not here, and never will be (C9)."""
    account.state, account.reason_code = State.ENDED, "sealed_elsewhere"
    account.reason = SEALED_ELSEWHERE.as_json()
    register.purge(account)
    session.flush()


def made_now(session: Session, account: Account, words: Wording, now: datetime) -> Secret:
    """The link or code that goes now.

    An own user's link is made at this moment, so that it is good for as long as ever; those made
    before it end. Raises SealedElsewhere.
    """
    if account.user_id is None:
        assert account.sealed is not None
        return sealing.opened(session, account.sealed)
    link_id, token = links.prepare(session, account.user_id, now)
    account.link_id = link_id
    account.expires_at = account.ends_at = now + links.GOOD_FOR
    return Secret(words.password_link(token))


def _queue(session: Session, account: Account, way: Way, words: Wording, now: datetime) -> Message:
    """Raises OccError where it may not leave now."""
    route = ways.route(session, way)
    assert route is not None and account.phone is not None
    secret = made_now(session, account, words, now)
    body, template, channel = wording.by_sms(account, words, MARK), None, Channel.SMS
    if way is Way.WHATSAPP:
        served = serving.of(session, account.what, account.language)
        assert served is not None
        variables = serving.filled_in(served, account, secret)
        body, channel = serving.body(served, variables), Channel.WHATSAPP
        template = TemplateUse(served.template.sid, variables)
    outgoing = Outgoing(
        purpose=_PURPOSES[way],
        starter_id=account.starter_id,
        route=route,
        recipient=Identity(channel, phone=account.phone),
        body=body,
        template=template,
        secret=secret.text,
    )
    return queue_message.queue(session, outgoing, now)


_PURPOSES = {
    Way.SMS: Purpose.CREDENTIALS_BY_SMS,
    Way.WHATSAPP: Purpose.CREDENTIALS_BY_WHATSAPP,
}
