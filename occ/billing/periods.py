"""Days, weeks and months as limits and plans count them; a day is one of the company's zone. Pure.

A period begins with a day and never with an instant, so no change of the clocks can skip one
or give it twice.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def day_of(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def week_of(day: date) -> date:
    """The Monday on or before it."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_after(anchor: date, count: int) -> date:
    """31 January and a month is 28 February, and two months 31 March: counted from the anchor."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + count, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def start(anchor: date, every: Every, number: int) -> date:
    """The first day of period `number`, which is 0 for the one that begins with the anchor."""
    if every is Every.MONTH:
        return months_after(anchor, number)
    return anchor + number * (WEEK if every is Every.WEEK else timedelta(days=1))


def number_of(anchor: date, every: Every, day: date) -> int:
    """Of the period that `day` lies in: below 0 before the anchor."""
    if every is Every.DAY:
        return (day - anchor).days
    if every is Every.WEEK:
        return (day - anchor).days // 7
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return months if months_after(anchor, months) <= day else months - 1


def first_from(anchor: date, every: Every, day: date) -> date:
    """The first period that begins on `day` or later, and never before the anchor."""
    number = max(0, number_of(anchor, every, day))
    begins = start(anchor, every, number)
    return begins if begins >= day else start(anchor, every, number + 1)


def latest_by(anchor: date, every: Every, day: date) -> date:
    """The first day of the period that `day` lies in."""
    return start(anchor, every, number_of(anchor, every, day))
