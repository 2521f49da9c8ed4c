"""What our accounts at the providers hold: read every hour, and when somebody asks (C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy.orm import Session

from occ.core.secrets import vault_of
from occ.core.words import Words
from occ.messaging import fetches
from occ.messaging.fetch_models import Fetch
from occ.messaging.fetches import Claim, Reading
from occ.settings import store
from occ.settings.pages import (
    SMSAPI,
    TWILIO,
    SmsapiFunds,
    SmsSettings,
    TwilioFunds,
    TwilioSettings,
)

LISTS = {TWILIO: "twilio funds", SMSAPI: "smsapi funds"}
"""By provider the name of the reading among the lists that are read."""
_PAGES = {TWILIO: TwilioFunds, SMSAPI: SmsapiFunds}
READ_EVERY = timedelta(hours=1)
AGAIN_AFTER = timedelta(minutes=5)
"""Where it could not be read."""


@dataclass(frozen=True)
class Funds:
    """As the provider told it; `amount` is None where the account has none of its own."""

    amount: Decimal | None
    currency: str
    """Empty: points."""
    name: str
    payment_type: str
    is_trial: bool


class Known(NamedTuple):
    """What is known, when it was asked, and why it could not be asked since."""

    funds: Funds | None
    at: datetime | None
    is_low: bool
    error: Words | None


NOTHING = Known(None, None, False, None)


def keep(session: Session, claim: Claim, provider: str, funds: Funds, now: datetime) -> None:
    amount = "" if funds.amount is None else str(funds.amount)
    row = _PAGES[provider](
        _fingerprint(session, provider),
        amount,
        funds.currency,
        funds.name,
        funds.payment_type,
        funds.is_trial,
        now.isoformat(),
    )
    store.save(session, row, now)
    fetches.done(session, claim, Reading(now + READ_EVERY, None, was_deep=True), now)


def present(session: Session) -> Known:
    """Of the account by which SMS go."""
    settings = store.load(session, SmsSettings)
    return of(session, settings.provider) if settings.provider in LISTS else NOTHING


def of(session: Session, provider: str) -> Known:
    """Of the account that is set now: one that was entered since has not been asked yet."""
    settings, row = store.load(session, SmsSettings), store.load(session, _PAGES[provider])
    read = session.get(Fetch, LISTS[provider])
    error = fetches.error_of(read) if read else None
    if row.fingerprint != _fingerprint(session, provider):
        return Known(None, None, False, error)
    amount = Decimal(row.amount) if row.amount else None
    found = Funds(amount, row.currency, row.name, row.payment_type, row.is_trial)
    is_sms = settings.provider == provider
    is_low = is_sms and amount is not None and amount < settings.low_balance
    return Known(found, datetime.fromisoformat(row.at), is_low, error)


def _fingerprint(session: Session, provider: str) -> str:
    if provider == SMSAPI:
        text = store.load(session, SmsSettings).api_token
    else:
        twilio = store.load(session, TwilioSettings)
        text = f"{twilio.account_sid}\n{twilio.auth_token}"
    return vault_of(session).fingerprint("funds", text)
