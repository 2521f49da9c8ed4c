"""The opening hours of a file's service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import OccError
from occ.core.words import say
from occ.flows import save_hours
from occ.services import hours_text, opening
from occ.services.hours import Hours, OtherDay
from occ.services.models import UNASSIGNED_KEY, Service

_KEYS = {"hours", "other_days", "zone", "offers_when_shut"}


def apply(session: Session, entry: dict[str, Any], now: datetime) -> bool:
    """Whether anything was changed; what the entry does not name stays. Raises OccError.

    `hours` empty: always open.
    """
    if not _KEYS & entry.keys():
        return False
    service = found(session, entry["name"])
    if service is None:
        return False
    present = opening.of(session, service)
    hours = present.hours
    if "hours" in entry:
        kept = hours.days if hours else ()
        hours = Hours(_week(entry), kept) if entry["hours"] else None
    if "other_days" in entry:
        hours = _with(hours, _days(entry), entry["name"])
    wanted = (
        hours,
        entry.get("zone", present.own_zone),
        entry.get("offers_when_shut", present.offers_when_shut),
    )
    if wanted == (present.hours, present.own_zone, present.offers_when_shut):
        return False
    save_hours.save(session, None, service.key, wanted, now)
    return True


def found(session: Session, name: str) -> Service | None:
    """By the name as it is kept; Unassigned is not set up by anybody."""
    return session.scalar(
        select(Service).where(
            Service.name == " ".join(name.split()),
            Service.archived_at.is_(None),
            Service.key != UNASSIGNED_KEY,
        )
    )


def _with(hours: Hours | None, days: tuple[OtherDay, ...], name: str) -> Hours | None:
    if hours is None:
        if days:
            raise OccError(
                say("%(service)s has other days, and no hours that they differ from.", service=name)
            )
        return None
    return Hours(hours.week, days)


def _week(entry: dict[str, Any]) -> tuple[Any, ...]:
    try:
        return hours_text.week_of_lines(entry["hours"])
    except ValueError as wrong:
        raise OccError(
            say(
                "%(line)s in the hours of %(service)s can't be read. Write it as"
                " monday-friday 9:00-13:00, 14:00-18:00.",
                line=str(wrong),
                service=entry["name"],
            )
        ) from wrong


def _days(entry: dict[str, Any]) -> tuple[OtherDay, ...]:
    days: dict[object, OtherDay] = {}
    for line in entry["other_days"]:
        try:
            day = hours_text.day_of_line(line)
        except ValueError as wrong:
            raise OccError(
                say(
                    "%(line)s in the other days of %(service)s can't be read. Write it as"
                    " 2026-12-25 Christmas, or 2026-12-24 9:00-13:00 Christmas Eve.",
                    line=line,
                    service=entry["name"],
                )
            ) from wrong
        days[day.on] = day
    return tuple(sorted(days.values(), key=lambda each: each.on))
