"""A campaign is put away (E5), or made ready to be sent to all again (E6); none is ever deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.campaigns import audience, lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.lifecycle import Step
from occ.campaigns.models import Campaign, Preparing, Run
from occ.core.errors import Conflict
from occ.core.words import say
from occ.flows import pause_campaign, tell_campaign


def reset(session: Session, user_id: int, key: str, version: int | None, now: datetime) -> Campaign:
    """The next run: all numbers again, asked about anew. Raises NotFound, Conflict.

    Earlier runs keep their figures.
    """
    campaign = pause_campaign.lock_with_wallet(session, key)
    lifecycle.demand_version(campaign, version)
    if not campaign.begun:
        raise Conflict(say("It was never sent: there is nothing to reset."), "not_now")
    earlier = recipients.of(session, campaign)
    session.add(
        Run(
            campaign_id=campaign.id,
            number=campaign.run + 1,
            source={"kind": Source.EARLIER, "fields": list(audience.fields(earlier.source))},
            preparing=Preparing.AUDIENCE,
            cursor=0,
            people=0,
            doubled=0,
            invalid=0,
            handed=0,
            estimate={},
            made_at=now,
        )
    )
    lifecycle.take(
        session,
        campaign,
        Step.RESET,
        user_id,
        now,
        run=campaign.run + 1,
        due_at=None,
        reason=None,
        reason_code=None,
        ended_at=None,
    )
    tell_campaign.changed(session, campaign)
    return campaign


def archive(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """From the dashboard to the archive, as it stands. Raises NotFound, Conflict."""
    campaign = lifecycle.locked(session, key)
    lifecycle.take(session, campaign, Step.ARCHIVE, user_id, now, archived_at=now)
    return campaign


def unarchive(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """And back. Raises NotFound, Conflict."""
    campaign = lifecycle.locked(session, key)
    lifecycle.take(session, campaign, Step.UNARCHIVE, user_id, now, archived_at=None)
    return campaign
