"""The calendar of Iran and Afghanistan."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_EPOCH = date(1925, 3, 21)
_EPOCH_YEAR = 1304
# Leap years come by the 33-year rule, which holds from 1178 to 1633 (1799 to 2254).
_LEAP_IN_33 = {1, 5, 9, 13, 17, 22, 26, 30}


def of(day: date) -> tuple[int, int, int]:
    """Year, month from 1, day. Raises ValueError before 1925, when the calendar was adopted."""
    left = (day - _EPOCH) // timedelta(days=1)
    if left < 0:
        raise ValueError(f"{day} is before the calendar's adoption")
    year = _EPOCH_YEAR
    while left >= _days_of_year(year):
        left -= _days_of_year(year)
        year += 1
    # Six months of 31 days, then 30.
    month, day_of_month = divmod(left, 31) if left < 186 else divmod(left - 186, 30)
    return year, month + (1 if left < 186 else 7), day_of_month + 1


def _days_of_year(year: int) -> int:
    return 366 if year % 33 in _LEAP_IN_33 else 365
