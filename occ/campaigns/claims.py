"""The next people of a run: who is awake, country by country, in the order of their places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.campaigns import quiet_hours
from occ.campaigns.models import IS_PENDING, Campaign, Flag, Recipient, Run
from occ.campaigns.quiet_hours import QuietHours
from occ.core.locks import locked
from occ.settings import store
from occ.settings.pages import CampaignSettings, CompanySettings

NEVER_ASLEEP = datetime.min.replace(tzinfo=UTC)


def next_people(
    session: Session, campaign: Campaign, run: Run, most: int, now: datetime
) -> tuple[list[Recipient], datetime | None]:
    """At most so many who may be written to now, locked; else when the first may be.

    Neither where nobody is left.
    """
    found: list[Recipient] = []
    opens: list[datetime] = []
    for country, at in order(session, campaign, run, now):
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


def order(
    session: Session, campaign: Campaign, run: Run, now: datetime
) -> list[tuple[str, datetime]]:
    """The countries that have anybody pending, as they go, and when each may be written to.

    Those awake the longest first: whose morning comes on the way does not push in, so that who
    the first so many are can be told before.
    """
    found = []
    for country in countries(session, run):
        at = _opens_at(session, campaign, country, now)
        woke_at = at if at > now else _woke_at(session, campaign, country, now)
        found.append((woke_at, country, at))
    return [(country, at) for _, country, at in sorted(found)]


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
    return max((at for _, at in order(session, campaign, run, now)), default=now)


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


def _woke_at(session: Session, campaign: Campaign, country: str, now: datetime) -> datetime:
    nights = hours(session)
    if not campaign.quiet or nights.is_none:
        return NEVER_ASLEEP
    zone = store.load(session, CompanySettings).zone
    return quiet_hours.woke_at(nights, country, zone, now)
