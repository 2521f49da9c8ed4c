"""What was, by day, service and agent: read from the rows of a bounded period, by their indexes.

A day is one of the company's zone, from midnight to midnight: 23 or 25 hours in the two nights in
which the clocks change. What a customer waited for counts on the day they wrote, what an agent did
on the day it ended.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from occ.routing.report_figures import Report
from occ.routing.report_reading import Reading

MOST_DAYS = 92
DAY = timedelta(days=1)
EARLIEST = date(2000, 1, 1)


class Period(NamedTuple):
    """Both days belong to it."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]

    @property
    def midnights(self) -> list[datetime]:
        """The beginning of each day, and the end of the last, in UTC."""
        zone = ZoneInfo(self.zone)
        return [
            datetime.combine(day, time(0), zone).astimezone(UTC)
            for day in [*self.days, self.last + DAY]
        ]


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def period(first: date | None, last: date | None, today: date, zone: str) -> Period:
    """What was asked for, as far as it may be; the last seven days where nothing was."""
    last = max(min(last or today, today), EARLIEST)
    first = min(first or last - 6 * DAY, last)
    return Period(max(first, last - (MOST_DAYS - 1) * DAY), last, zone)


def reading(session: Session, asked: Period, service_key: str | None, now: datetime) -> Reading:
    """Of every service, or of one."""
    return Reading(session, asked.days, asked.midnights, service_key, now)


def read(session: Session, asked: Period, service_key: str | None, now: datetime) -> Report:
    """All of it in one go."""
    found = reading(session, asked, service_key, now)
    for part in found.parts:
        found.take(session, part)
    return found.report()
