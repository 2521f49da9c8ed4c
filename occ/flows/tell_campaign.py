"""Screens hear how a campaign goes on: its state and its figures."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from occ.campaigns import counts, recipients
from occ.campaigns.models import Campaign
from occ.core import events

CHANGED = "campaign_changed"


def stream(owner_id: int | None) -> str:
    """Of all campaigns, for who oversees them; or of one user's."""
    return "campaigns" if owner_id is None else f"campaigns:{owner_id}"


def changed(session: Session, campaign: Campaign) -> None:
    heard = [stream(None), stream(campaign.owner_id)]
    events.record(session, CHANGED, facts(session, campaign), heard)


def facts(session: Session, campaign: Campaign) -> dict[str, Any]:
    """`figures` by flag: people, parts, milli-credits."""
    run = recipients.of(session, campaign)
    figures = counts.of(session, [run.id])[run.id]
    return {
        "key": campaign.key,
        "state": campaign.state.value,
        "run": run.number,
        "handed": run.handed,
        "people": run.people,
        "figures": {flag: [each.people, each.parts, each.spent] for flag, each in figures.items()},
    }
