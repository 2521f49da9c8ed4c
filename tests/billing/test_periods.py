"""Anchored periods against the calendar, day by day, in every zone."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from occ.billing import periods
from occ.billing.periods import Every

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
every = st.sampled_from(Every)
ZONES = sorted(zoneinfo.available_timezones())


@pytest.mark.parametrize(
    ("anchor", "count", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 30), 16, date(2028, 2, 29)),
    ],
)
def test_a_month_is_counted_from_the_anchor_and_does_not_drift(  # D4
    anchor: date, count: int, day: date
) -> None:
    assert periods.start(anchor, Every.MONTH, count) == day


@given(anchor=days, kind=every, number=st.integers(0, 500))
def test_periods_follow_each_other_without_gap_or_overlap(
    anchor: date, kind: Every, number: int
) -> None:
    begins, ends = (periods.start(anchor, kind, number + more) for more in (0, 1))

    assert begins < ends
    assert periods.number_of(anchor, kind, begins) == number
    assert periods.number_of(anchor, kind, ends - timedelta(days=1)) == number


@given(anchor=days, kind=every, day=days)
def test_the_first_period_from_a_day_is_the_nearest(anchor: date, kind: Every, day: date) -> None:
    first = periods.first_from(anchor, kind, day)
    number = periods.number_of(anchor, kind, first)

    assert first >= max(anchor, day)
    assert number == 0 or periods.start(anchor, kind, number - 1) < day
    if day >= anchor:
        assert periods.latest_by(anchor, kind, day) <= day <= first


@settings(max_examples=30)
@given(zone=st.sampled_from(ZONES), year=st.integers(1990, 2037))
def test_no_change_of_the_clocks_gives_a_day_twice(zone: str, year: int) -> None:
    begin = datetime(year, 1, 1, tzinfo=UTC)
    hours = [periods.day_of(begin + timedelta(hours=hour), zone) for hour in range(366 * 24)]

    assert hours == sorted(hours)
