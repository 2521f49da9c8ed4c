"""Check and send: what will happen, before it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occ.billing import payer, wallets
from occ.billing.payer import By, Purpose
from occ.campaigns import claims, contents, counts, listing, recipients
from occ.campaigns.contents import Text
from occ.campaigns.estimate import Estimate
from occ.campaigns.listing import Row
from occ.campaigns.models import Campaign, Preparing
from occ.campaigns.rate import Rate
from occ.core.address import Channel
from occ.core.errors import NotAllowed
from occ.core.words import Words
from occ.flows import campaign_routes, expect_campaign, start_campaign, try_campaign
from occ.flows.try_campaign import Sample
from occ.messaging import funds, parts, plain_letters, points
from occ.settings import store
from occ.settings.pages import SmsSettings


@dataclass(frozen=True)
class Funds:
    known: funds.Known
    country: str
    """Of most recipients."""
    buys: int | None
    """About how many SMS there; None where the provider does not tell what one takes."""


@dataclass(frozen=True)
class Checked:
    """What the page shows; credit is None where nobody pays."""

    row: Row
    text: Text
    expected: Estimate
    left_out: Mapping[str, int]
    available: int | None
    rate: Rate
    ends_at: datetime | None
    """None while its recipients are counted."""
    needs_second: bool
    why_not: Words | None
    saved_parts: int
    """How many parts No Polish letters would save; 0 where it is on, or saves nothing."""
    sample: Sample
    """Whose text a test has."""
    funds: Funds | None
    """Of the account at the SMS provider."""

    @property
    def after(self) -> int | None:
        return None if self.available is None else self.available - self.expected.cost

    @property
    def affords(self) -> int | None:
        """For about how many more parts like these the credit lasts."""
        if self.available is None or not self.expected.cost:
            return None
        return max(0, self.available) * self.expected.parts // self.expected.cost

    @property
    def lasts(self) -> timedelta:
        return self.rate.lasts(self.expected.parts)


def check(session: Session, user_id: int, campaign: Campaign, now: datetime) -> Checked:
    run = recipients.of(session, campaign)
    is_ready = run.preparing is Preparing.READY
    expected = expect_campaign.expect(session, campaign, run, now)
    rate = campaign.goes_at(campaign_routes.rate(session, campaign.channel))
    text = contents.of(session, campaign)
    begins = claims.begins_at(session, campaign, run, max(campaign.due_at or now, now))
    return Checked(
        row=listing.row(session, campaign),
        text=text,
        expected=expected,
        left_out=counts.reasons(session, run.id) if is_ready else {},
        available=_available(session, campaign),
        rate=rate,
        ends_at=begins + rate.lasts(expected.parts) if is_ready else None,
        needs_second=start_campaign.needs_second(session, run, expected.people),
        why_not=start_campaign.why_not(session, campaign, run, now),
        saved_parts=_saved(campaign, text, expected),
        sample=try_campaign.sample(session, user_id, run),
        funds=_funds(session, campaign, expected),
    )


def _available(session: Session, campaign: Campaign) -> int | None:
    try:
        found = payer.who_pays(session, Purpose.CAMPAIGN, campaign.owner_id)
    except NotAllowed:
        return 0
    if found.by is not By.WALLET:
        return None
    wallet = wallets.of(session, campaign.owner_id)
    return wallet.available if wallet else 0


def _funds(session: Session, campaign: Campaign, expected: Estimate) -> Funds | None:
    """Only of the provider it leaves by, and whose account has told what it holds."""
    settings, known = store.load(session, SmsSettings), funds.present(session)
    if campaign.channel is not Channel.SMS or campaign.provider != settings.provider:
        return None
    if known.funds is None or known.funds.amount is None:
        return None
    price = points.a_part(session, settings.provider).get(expected.country)
    return Funds(known, expected.country, points.buys(known, price))


def _saved(campaign: Campaign, text: Text, expected: Estimate) -> int:
    """By the text without its fields: names differ, and are few letters."""
    if campaign.channel is not Channel.SMS or text.plain_letters:
        return 0
    before = parts.count(text.body).parts
    after = parts.count(plain_letters.plain(text.body)).parts
    return max(0, before - after) * expected.people
