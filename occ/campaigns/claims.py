"""The next people of a run: who is awake, country by country, in the order of their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import Session

from occ.campaigns import quiet_hours
from occ.campaigns.counts import Changes, Figures
from occ.campaigns.models import IS_PENDING, Campaign, Flag, Recipient, Run
from occ.campaigns.quiet_hours import QuietHours
from occ.core.db import plain
from occ.core.locks import locked
from occ.messaging.models import Message
from occ.settings import store
from occ.settings.pages import CampaignSettings, CompanySettings

NEVER_ASLEEP = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Person:
    """A recipient whom nobody else claims: locked."""

    id: int
    phone: str
    parts: int
    fields: dict[str, Any]


def next_people(
    session: Session, campaign: Campaign, run: Run, most: int, now: datetime
) -> tuple[list[Person], datetime | None]:
    """At most so many who may be written to now, locked; else when the first may be.

    Neither where nobody is left.
    """
    found: list[Person] = []
    opens: list[datetime] = []
    for country, at in order(session, campaign, run, now):
        if at > now:
            opens.append(at)
            continue
        rows = session.execute(
            locked(
                select(Recipient.id, Recipient.phone, Recipient.parts, Recipient.fields)
                .where(
                    Recipient.run_id == run.id,
                    IS_PENDING,
                    Recipient.country == country,
                )
                .order_by(Recipient.position)
                .limit(most - len(found))
            )
        )
        found += [Person(*row) for row in rows]
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


def sent_to(
    session: Session, run: Run, messages: Mapping[Person, Message], version: int, changes: Changes
) -> None:
    """Their messages leave, with the text of this version."""
    for person, message in messages.items():
        changes.add(run.id, Flag.PENDING, -Figures(1, person.parts))
        changes.add(run.id, Flag.SENDING, Figures(1, message.parts))
    rows = [
        {"of": person.id, "message_id": message.id, "parts": message.parts, "version": version}
        for person, message in messages.items()
    ]
    if rows:
        connection, _ = plain(session)
        connection.execute(_SENT_TO, rows)


def skip(session: Session, run: Run, reasons: Mapping[Person, str], changes: Changes) -> None:
    """They are not written to in this run."""
    for person, reason in reasons.items():
        changes.add(run.id, Flag.PENDING, -Figures(1, person.parts))
        changes.add(run.id, Flag.SKIPPED, Figures(1, person.parts), reason)
    rows = [{"of": person.id, "why": reason} for person, reason in reasons.items()]
    if rows:
        connection, _ = plain(session)
        connection.execute(_SKIPPED, rows)


_OF = update(Recipient).where(Recipient.id == bindparam("of"))
_SENT_TO = _OF.values(
    flag=Flag.SENDING,
    message_id=bindparam("message_id"),
    parts=bindparam("parts"),
    content_version=bindparam("version"),
)
_SKIPPED = _OF.values(flag=Flag.SKIPPED, reason=bindparam("why"))


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
