"""What is still to be sent of a campaign, and what just that will cost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing.price_models import PricedChannel
from occ.billing.prices import NoPrice
from occ.campaigns import ahead, claims, estimate
from occ.campaigns.estimate import Estimate
from occ.campaigns.models import Campaign, Preparing, Run
from occ.flows import prepare_campaign, start_campaign

LOOKED_AT = 50_000
"""Of more people than these their share is told: a page waits for no longer look."""


def expect(session: Session, campaign: Campaign, run: Run, now: datetime) -> Estimate:
    """Of a count to send, and of a campaign that goes on, exactly who is next by their order."""
    measured = estimate.kinds(run.estimate)
    left = start_campaign.to_go(session, campaign, run)
    if run.preparing is not Preparing.READY or left >= sum(measured.values()):
        return estimate.of(measured)
    if left > LOOKED_AT or len({(kind.price, kind.parts) for kind in measured}) == 1:
        return estimate.share(measured, left)
    channel = PricedChannel(campaign.channel)
    listed = prepare_campaign.prices_for(session, campaign, now)

    def price_of(phone: str) -> int:
        try:
            return listed.of(channel, phone).price if listed else 0
        except NoPrice:
            # Taken out of the list since: it will be skipped.
            return 0

    order = claims.order(session, campaign, run, max(campaign.due_at or now, now))
    told_by = listed.longest(channel) + 1 if listed else 1
    awake = [country for country, _ in order]
    return ahead.expect(session, run, awake, left, price_of, told_by)
