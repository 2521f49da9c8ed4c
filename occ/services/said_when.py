"""Moments and lengths as a customer is told them, in their language and the service's zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_datetime, format_timedelta, get_timezone

from occ.core import numerals, solar_hijri

_SOON = timedelta(days=6)


def moment(at: datetime, zone: str, language: str, now: datetime) -> str:
    """Monday 09:00; with its date where that is a week away or more."""
    said = format_datetime(at, "EEEE HH:mm", get_timezone(zone), locale=language)
    if at - now > _SOON:
        said = f"{_date(at, zone, language)}, {said}"
    return numerals.in_digits_of(language, said)


def length(wait: timedelta, language: str) -> str:
    """12 minutes, 2 hours; a minute at the least."""
    rounded = max(wait, timedelta(minutes=1))
    said = format_timedelta(rounded, granularity="minute", threshold=1.5, locale=language)
    return numerals.in_digits_of(language, said)


def _date(at: datetime, zone: str, language: str) -> str:
    if language == "fa":
        _, month, day = solar_hijri.of(at.astimezone(get_timezone(zone)).date())
        return f"{day} {solar_hijri.MONTHS[month - 1]}"
    return format_datetime(at, "d MMMM", get_timezone(zone), locale=language)


def count(number: int, language: str) -> str:
    return numerals.in_digits_of(language, str(number))
