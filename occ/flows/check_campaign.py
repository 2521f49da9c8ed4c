"""Check and send: what will happen, before it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occ.billing import payer, wallets
from occ.billing.payer import By, Purpose
from occ.campaigns import claims, contents, listing, recipients
from occ.campaigns.contents import Text
from occ.campaigns.estimate import Estimate
from occ.campaigns.listing import Row
from occ.campaigns.models import Campaign, Preparing
from occ.core.address import Channel, Identity
from occ.core.errors import Invalid, NotAllowed
from occ.core.words import Words, say
from occ.flows import campaign_routes, queue_message, start_campaign
from occ.flows.queue_message import Outgoing
from occ.messaging import parts, plain_letters
from occ.messaging.models import Message


@dataclass(frozen=True)
class Checked:
    """What the page shows; credit is None where nobody pays."""

    row: Row
    text: Text
    expected: Estimate
    left_out: Mapping[str, int]
    available: int | None
    rate: int
    ends_at: datetime | None
    """None while its recipients are counted."""
    needs_second: bool
    why_not: Words | None
    saved_parts: int
    """How many parts No Polish letters would save; 0 where it is on, or saves nothing."""

    @property
    def after(self) -> int | None:
        return None if self.available is None else self.available - self.expected.cost

    @property
    def lasts(self) -> timedelta:
        return self.expected.lasts(self.rate)


def check(session: Session, campaign: Campaign, now: datetime) -> Checked:
    run = recipients.of(session, campaign)
    is_ready = run.preparing is Preparing.READY
    expected = start_campaign.expect(session, campaign, run)
    rate = campaign_routes.rate(session, campaign.channel)
    text = contents.of(session, campaign)
    begins = claims.begins_at(session, campaign, run, max(campaign.due_at or now, now))
    return Checked(
        row=listing.row(session, campaign),
        text=text,
        expected=expected,
        left_out=recipients.reasons(session, run.id) if is_ready else {},
        available=_available(session, campaign),
        rate=rate,
        ends_at=begins + expected.lasts(rate) if is_ready else None,
        needs_second=start_campaign.needs_second(session, run, expected),
        why_not=start_campaign.why_not(session, campaign, run, now),
        saved_parts=_saved(campaign, text, expected),
    )


def try_out(
    session: Session, user_id: int, campaign: Campaign, phone: str, now: datetime
) -> Message:
    """Send the text as it is to one number of one's own, by the same door as to all.

    Raises Invalid, Refused, NotAllowed.
    """
    route = campaign_routes.of(campaign)
    if route is None:
        raise Invalid({"phone": say("Choose a sender first: there is none yet.")})
    text = contents.of(session, campaign)
    fields = {name: f"({name})" for name in ("name",)}
    return queue_message.queue(
        session,
        Outgoing(
            purpose=Purpose.CAMPAIGN,
            starter_id=user_id,
            route=route,
            recipient=Identity(campaign.channel, phone=phone),
            body=text.to(fields),
            template=text.template_to(fields),
            cause=f"test:{campaign.key}",
        ),
        now,
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


def _saved(campaign: Campaign, text: Text, expected: Estimate) -> int:
    """By the text without its fields: names differ, and are few letters."""
    if campaign.channel is not Channel.SMS or text.plain_letters:
        return 0
    before = parts.count(text.body).parts
    after = parts.count(plain_letters.plain(text.body)).parts
    return max(0, before - after) * expected.people
