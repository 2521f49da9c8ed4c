"""The next people of a run: who is awake, in the order of their places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.campaigns import quiet_hours
from occ.campaigns.models import IS_PENDING, Campaign, Flag, Recipient, Run
from occ.campaigns.quiet_hours import QuietHours
from occ.core.locks import locked
from occ.settings import store
from occ.settings.pages import CampaignSettings, CompanySettings


def next_people(
    session: Session, campaign: Campaign, run: Run, most: int, now: datetime
) -> tuple[list[Recipient], datetime | None]:
    """At most so many who may be written to now, locked; else when the first may be.

    Neither where nobody is left.
    """
    found: list[Recipient] = []
    opens: list[datetime] = []
    for country in countries(session, run):
        at = _opens_at(session, campaign, country, now)
        if at > now:
            opens.append(at)
            continue
        found += session.scalars(
            locked(
                select(Recipient)
                .where(
                    Recipient.run_id == run.id,
                    IS_PENDING,
                    Recipient.country == country,
                )
                .order_by(Recipient.position)
                .limit(most - len(found))
            )
        )
        if len(found) >= most:
            break
    return found, None if found else min(opens, default=None)


def countries(session: Session, run: Run) -> Sequence[str]:
    """That have anybody pending; each is one look into the index."""
    named = {group.split(":")[0] for group in run.estimate}
    return [
        country
        for country in sorted(named)
        if session.scalar(
            select(
                exists().where(
                    Recipient.run_id == run.id,
                    IS_PENDING,
                    Recipient.country == country,
                )
            )
        )
    ]


def begins_at(session: Session, campaign: Campaign, run: Run, now: datetime) -> datetime:
    """When the last of its countries may be written to."""
    return max(
        (_opens_at(session, campaign, each, now) for each in countries(session, run)), default=now
    )


def anybody(session: Session, run: Run, flag: Flag) -> bool:
    return bool(
        session.scalar(select(exists().where(Recipient.run_id == run.id, Recipient.flag == flag)))
    )


def hours(session: Session) -> QuietHours:
    settings = store.load(session, CampaignSettings)
    return QuietHours(
        time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_until)
    )


def _opens_at(session: Session, campaign: Campaign, country: str, now: datetime) -> datetime:
    if not campaign.quiet:
        return now
    zone = store.load(session, CompanySettings).zone
    return quiet_hours.opens_at(hours(session), country, zone, now)
