"""Whether the provider has confirmed the account as it is stored now, or refused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.core.secrets import vault_of
from occ.messaging.account import Account, Credentials
from occ.messaging.inbox import FETCHED
from occ.messaging.models import Webhook
from occ.settings import store
from occ.settings.pages import TwilioSettings, TwilioVerified

_LOOKED_THROUGH = 1000


@dataclass(frozen=True)
class Verified:
    at: datetime
    name: str
    is_trial: bool


def present(session: Session) -> Verified | None:
    """None where it was never verified, or where SID or token were changed since, or where Twilio
    refused it when it was asked last.
    """
    mark = _of_stored(session)
    if mark is None or mark.is_refused:
        return None
    return Verified(datetime.fromisoformat(mark.at), mark.name, mark.is_trial)


def refused_at(session: Session) -> datetime | None:
    """When Twilio refused the account as it is stored now; None where it did not, or not since."""
    mark = _of_stored(session)
    return datetime.fromisoformat(mark.at) if mark and mark.is_refused else None


def confirm(session: Session, tested: Credentials, account: Account, now: datetime) -> None:
    """The provider says they are right. They count once they are stored, too, or already are."""
    fingerprint = _fingerprint(session, tested)
    mark = TwilioVerified(fingerprint, now.isoformat(), account.name, account.is_trial)
    store.save(session, mark, now)


def doubt(session: Session, tested: Credentials, now: datetime) -> None:
    """The provider says they are wrong: what it confirmed before holds no more. What was only
    typed says nothing of the account that we work with.
    """
    refused, settings = _fingerprint(session, tested), store.load(session, TwilioSettings)
    stored = _fingerprint(session, Credentials(settings.account_sid, settings.auth_token))
    if refused in (stored, store.load(session, TwilioVerified).fingerprint):
        store.save(session, TwilioVerified(refused, now.isoformat(), is_refused=True), now)


def last_called(session: Session) -> datetime | None:
    """When the provider last posted something to us with a genuine signature.

    What we fetched ourselves is kept among it, and proves nothing of our address.
    """
    newest = session.scalar(select(func.max(Webhook.id))) or 0
    posted = (Webhook.id > newest - _LOOKED_THROUGH) & (Webhook.kind != FETCHED)
    # Not the last row's: the webhook of a message that was fetched first stands in an older one.
    return session.scalar(select(func.max(Webhook.received_at)).where(posted))


def _of_stored(session: Session) -> TwilioVerified | None:
    """What was last said of SID and token as they are stored now."""
    settings, mark = store.load(session, TwilioSettings), store.load(session, TwilioVerified)
    if not mark.at or not settings.auth_token:
        return None
    stored = Credentials(settings.account_sid, settings.auth_token)
    return mark if mark.fingerprint == _fingerprint(session, stored) else None


def _fingerprint(session: Session, credentials: Credentials) -> str:
    both = f"{credentials.account_sid}\n{credentials.auth_token}"
    return vault_of(session).fingerprint("verified account", both)
