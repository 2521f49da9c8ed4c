"""What the provider's account holds was read; one that ran dry and holds again may send again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.flows import lift_halt
from occ.messaging import funds, halts
from occ.messaging.fetches import Claim
from occ.messaging.funds import Funds
from occ.settings.pages import SMSAPI

_DRY = {SMSAPI: "103"}
"""The code of its refusal for want of money, by provider (SMSAPI's: reference of `sms.do`)."""


def keep(session: Session, claim: Claim, provider: str, found: Funds, now: datetime) -> None:
    funds.keep(session, claim, provider, found, now)
    if not found.amount or found.amount < 0:
        return
    if any(halt.code == _DRY.get(provider) for halt in halts.of(session, provider)):
        lift_halt.lift(session, None, halts.account_of(provider), now)
