"""When a service is open: its week, the days that differ, and their zone. Pure.

A span runs from one moment to another, not from one reading of a clock to the next. In the night
in which clocks go forward an hour that does not exist counts as the moment they jump; in the one
in which they go back a span opens at the first of two like hours and shuts at the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60
_ONE = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, order=True)
class Span:
    """Minutes after the day's midnight; what shuts after 24:00 shuts in the next night."""

    opens: int
    shuts: int


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class OtherDay:
    """A date on which the week does not count. Without spans it is shut."""

    on: date
    spans: Spans = ()
    name: str = ""


@dataclass(frozen=True)
class Hours:
    """`week` is from Monday on; a span belongs to the day on which it opens."""

    week: tuple[Spans, ...]
    days: tuple[OtherDay, ...] = ()

    def on(self, day: date) -> Spans:
        other = next((each for each in self.days if each.on == day), None)
        return other.spans if other else self.week[day.weekday()]


def is_open(hours: Hours, zone: str, at: datetime) -> bool:
    return _shuts(hours, ZoneInfo(zone), at) is not None


def next_opening(hours: Hours, zone: str, at: datetime) -> datetime | None:
    """`at` where it is open; None where it never opens again."""
    where = ZoneInfo(zone)
    if _shuts(hours, where, at):
        return at
    for day in _days(hours, at.astimezone(where).date() - _ONE):
        for begins, ends in _moments(hours, where, day):
            if begins > at and ends > begins:
                return begins
    return None


def shuts_at(hours: Hours, zone: str, at: datetime) -> datetime | None:
    """The end of what is open at the moment; None where it is shut, or open for a week and more."""
    where, last = ZoneInfo(zone), at + _WEEK * _ONE
    found = ends = _shuts(hours, where, at)
    while ends is not None and ends < last:
        found, ends = ends, _shuts(hours, where, ends)
    return None if ends is not None else found


def _shuts(hours: Hours, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the span that is open shuts, by the longest of them."""
    today = at.astimezone(zone).date()
    found = [
        ends
        for day in (today - _ONE, today)
        for begins, ends in _moments(hours, zone, day)
        if begins <= at < ends
    ]
    return max(found, default=None)


def _days(hours: Hours, first: date) -> Iterator[date]:
    """Those on which it may open next: a week beyond all that differ."""
    # A span may be the hour that a zone leaves out: then the next week has it.
    for count in range(2 * _WEEK + 2 + len(hours.days)):
        yield first + count * _ONE
    yield from sorted(each.on for each in hours.days if each.on >= first)


def _moments(hours: Hours, zone: ZoneInfo, day: date) -> Iterator[tuple[datetime, datetime]]:
    for span in hours.on(day):
        yield _moment(day, span.opens, zone, 0), _moment(day, span.shuts, zone, 1)


def _moment(day: date, minutes: int, zone: ZoneInfo, fold: int) -> datetime:
    clock = datetime.combine(day, time()) + timedelta(minutes=minutes)
    at = clock.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == clock:
        return at
    return _jump(clock, zone)


def _jump(clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks leave the time out."""
    before, after = (
        clock.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(microsecond=0)
        for fold in (1, 0)
    )
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def overlaps(spans: Sequence[Span]) -> bool:
    """Of one day, in their order."""
    return any(one.shuts > other.opens for one, other in pairwise(spans))
