"""Times, dates, figures and telephone numbers as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from babel.dates import format_datetime, format_timedelta, get_timezone
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from markupsafe import Markup, escape

from occ.billing.credits import MILLI
from occ.core import address, clock, solar_hijri
from occ.core.numerals import in_digits_of
from occ.web import language

# 22 Nov 2026, 14:01 in every language; the hours are never of twelve.
_PATTERN = "d MMM y, HH:mm"
_DAY = "d MMM y"


def moment(at: datetime) -> Markup:
    """A `<time>`; the Gregorian date is in its tooltip where the reader's calendar is another."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        clock.iso(at), _gregorian(at), plain_moment(at)
    )


def plain_moment(at: datetime) -> str:
    """The same as text alone."""
    return _solar_hijri(at) if language.current() == "fa" else _gregorian(at)


def _gregorian(at: datetime) -> str:
    return format_datetime(at, _PATTERN, zone(), locale=language.current())


def day(at: datetime) -> str:
    """3 Nov 2026, in the reader's calendar."""
    if language.current() == "fa":
        return _solar_hijri_day(at)
    return format_datetime(at, _DAY, zone(), locale=language.current())


def calendar_day(on: date) -> str:
    """The same for a date that has no hour."""
    return day(datetime.combine(on, time(12), zone()))


def credit(milli: int) -> str:
    """1,240.5: milli-credits as credits."""
    return number(Decimal(milli) / MILLI)


def signed_credit(milli: int) -> Markup:
    """+500 or −2, with the sign before the figure whatever the direction of the page."""
    sign = "+" if milli > 0 else "−" if milli < 0 else ""
    return Markup('<bdi dir="ltr">{}{}</bdi>').format(sign, credit(abs(milli)))


def span(length: timedelta) -> str:
    """How long: 40 seconds, 6 minutes, 2 hours."""
    said = format_timedelta(length, threshold=1.5, locale=language.current())
    return in_digits_of(language.current(), said)


def stopwatch(seconds: float) -> Markup:
    """2:04, or 1:02:04 with hours: for columns of lengths."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(plain_stopwatch(seconds))


def plain_stopwatch(seconds: float) -> str:
    """The same as text alone."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return in_digits_of(language.current(), said)


def percent(share: float) -> str:
    """82%: a share of 1, to the hundredth."""
    said = format_percent(share, locale=language.current(), numbering_system="default")
    said = in_digits_of(language.current(), said)
    return said.replace("%", "٪") if language.current() == "fa" else said


def number(value: float | Decimal) -> str:
    """1,204 with the reader's separator and digits."""
    grouped = format_decimal(value, locale=language.current(), numbering_system="default")
    return in_digits_of(language.current(), grouped)


def coded(text: str) -> Markup:
    """What stands between `backticks` as code, the way Markdown has it."""
    parts = [escape(part) for part in text.split("`")]
    parts[1::2] = [Markup('<code dir="ltr">{}</code>').format(part) for part in parts[1::2]]
    return Markup().join(parts)


def comma() -> str:
    """Between the members of a list, with the blank after it."""
    return "، " if language.current() == "fa" else ", "


def megabytes(count: int) -> str:
    """Bytes as megabytes, 0.1 at least."""
    rounded = max(0.1, round(count / 1_000_000, 1))
    unit = "digital-megabyte"
    said = format_unit(
        rounded, unit, "short", locale=language.current(), numbering_system="default"
    )
    return in_digits_of(language.current(), said)


def phone(value: str) -> Markup:
    """Always left to right, always in Latin digits: it is dialled as it stands."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(address.readable(value))


def masked(number: str) -> Markup:
    """Enough to know a number by, from left to right on every page."""
    return Markup('<bdi dir="ltr">{} ••• {}</bdi>').format(number[:3], number[-3:])


def _solar_hijri(at: datetime) -> str:
    return in_digits_of("fa", f"{_solar_hijri_day(at)}، {at.astimezone(zone()):%H:%M}")


def _solar_hijri_day(at: datetime) -> str:
    year, month, day_of_month = solar_hijri.of(at.astimezone(zone()).date())
    return in_digits_of("fa", f"{day_of_month} {solar_hijri.MONTHS[month - 1]} {year}")


def zone() -> tzinfo:
    return get_timezone(language.company().zone)
