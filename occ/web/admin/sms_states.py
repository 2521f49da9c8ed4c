"""How SMS is doing: its subscription, and what the provider's account holds (C2, C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import limits, subscription
from occ.billing.subscription import Standing, Subscription
from occ.core.words import Words, say
from occ.messaging import funds
from occ.settings import lost, store
from occ.settings.pages import SmsSettings


@dataclass(frozen=True)
class SmsState:
    provider: str
    """Its name; empty where none is chosen."""
    subscription: Subscription
    days_left: int
    """Of the grace, after today."""
    funds: funds.Known


def read(session: Session, now: datetime) -> SmsState:
    settings, today = store.load(session, SmsSettings), limits.today(session, now)
    present = subscription.of(settings, today)
    last_day = present.last_day or today
    known = funds.present(session) if settings.service else funds.NOTHING
    provider = lost.named([settings.provider] if settings.provider else [])
    return SmsState(provider, present, (last_day - today).days, known)


def troubles(state: SmsState) -> list[Words]:
    """What an administrator should know, a sentence each."""
    found = []
    last_day = str(state.subscription.last_day)
    if state.subscription.standing is Standing.GRACE:
        found.append(say("SMS is in grace: its last day is %(day)s.", day=last_day))
    if state.subscription.standing is Standing.ENDED:
        found.append(say("SMS ended on %(day)s: nothing is sent any more.", day=last_day))
    if state.funds.is_low and state.funds.funds:
        held, unit = state.funds.funds.amount, state.funds.funds.currency
        if unit:
            words = say(
                "The %(provider)s account is low: %(amount)s.",
                provider=state.provider,
                amount=f"{held} {unit}",
            )
        else:
            words = say(
                "The %(provider)s account is low: %(points)s points.",
                provider=state.provider,
                points=str(held),
            )
        found.append(words)
    return found
