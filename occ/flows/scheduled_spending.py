"""What a user's scheduled campaigns will take of their credit, and on which days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import limits
from occ.campaigns import recipients
from occ.campaigns.models import Campaign, State
from occ.flows import expect_campaign


def by_day(session: Session, user_id: int, now: datetime) -> Mapping[date, int]:
    """Milli-credits, by the company's day on which a campaign begins; today's are those overdue."""
    campaigns = session.scalars(
        select(Campaign).where(
            Campaign.owner_id == user_id,
            Campaign.state == State.SCHEDULED,
            Campaign.archived_at.is_(None),
        )
    ).all()
    runs = recipients.runs(session, campaigns)
    found: dict[date, int] = defaultdict(int)
    for campaign in campaigns:
        begins = max(campaign.due_at or now, now)
        expected = expect_campaign.expect(session, campaign, runs[campaign.id], now)
        found[limits.today(session, begins)] += expected.cost
    return found
