"""The hours of the night in which nobody is written to, by their country; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

_STEP = timedelta(minutes=5)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From an hour of the evening to one of the morning; equal ones mean that there are none."""

    begins: time
    ends: time

    @property
    def is_none(self) -> bool:
        return self.begins == self.ends

    def __contains__(self, local: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends


def opens_at(hours: QuietHours, country: str, zone: str, now: datetime) -> datetime:
    """When somebody in a country may be written to: `now`, or the end of the quiet hours.

    Where a country has several zones, all of them must be awake; where they never are, the first
    counts. `zone` stands for a country that has none of its own.
    """
    zones = zones_of(country) or (ZoneInfo(zone),)
    for wanted in (zones, zones[:1]):
        found = _first(hours, wanted, now)
        if found:
            return found
    return now


def woke_at(hours: QuietHours, country: str, zone: str, now: datetime) -> datetime:
    """When the quiet hours of a country were last over, in the last of its zones."""
    zones = zones_of(country) or (ZoneInfo(zone),)
    return max(_morning(hours.ends, each, now) for each in zones)


def _morning(ends: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The newest that is over, by that zone's clock."""
    local = now.astimezone(zone)
    morning = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return (morning if morning <= local else morning - _DAY).astimezone(UTC)


def _first(hours: QuietHours, zones: Sequence[ZoneInfo], now: datetime) -> datetime | None:
    if not _is_quiet(hours, zones, now):
        return now
    at = now.astimezone(UTC).replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    while at < now + _DAY:
        at += _STEP
        if not _is_quiet(hours, zones, at):
            return at
    return None


def _is_quiet(hours: QuietHours, zones: Sequence[ZoneInfo], at: datetime) -> bool:
    return any(at.astimezone(zone).time() in hours for zone in zones)


@lru_cache(maxsize=300)
def zones_of(country: str) -> tuple[ZoneInfo, ...]:
    found = []
    for name in get_global("territory_zones").get(country, ()):
        try:
            found.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return tuple(found)
