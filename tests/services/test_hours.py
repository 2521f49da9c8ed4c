"""When a service is open: weeks, other days, and the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from occ.services import hours_text
from occ.services.hours import DAY, Hours, OtherDay, Span, is_open, next_opening, shuts_at

ROME = "Europe/Rome"
ALWAYS_SHUT = ((),) * 7
OFFICE = Hours(hours_text.week_of_lines(["monday-friday 9:00-13:00, 14:00-18:00"]))


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ROME)).astimezone(UTC)


def weekly(day: str, spans: str) -> Hours:
    return Hours(hours_text.week_of_lines([f"{day} {spans}"]))


def test_several_spans_a_day_and_the_next_opening() -> None:
    monday = {"08:59": "09:00", "09:00": None, "13:00": "14:00", "17:59": None}
    for at, opens in monday.items():
        now = rome(f"2026-11-23T{at}")
        assert is_open(OFFICE, ROME, now) is (opens is None)
        assert next_opening(OFFICE, ROME, now) == (rome(f"2026-11-23T{opens}") if opens else now)
    friday_evening = rome("2026-11-27T18:00")
    assert next_opening(OFFICE, ROME, friday_evening) == rome("2026-11-30T09:00")
    assert shuts_at(OFFICE, ROME, rome("2026-11-23T10:00")) == rome("2026-11-23T13:00")
    assert shuts_at(OFFICE, ROME, friday_evening) is None


def test_a_holiday_is_closed_and_another_day_has_other_hours() -> None:
    christmas = OtherDay(date(2026, 12, 25), (), "Christmas")
    eve = OtherDay(date(2026, 12, 24), hours_text.read("9-12"), "Christmas Eve")
    hours = Hours(OFFICE.week, (eve, christmas))

    assert next_opening(hours, ROME, rome("2026-12-24T12:00")) == rome("2026-12-28T09:00")
    assert is_open(hours, ROME, rome("2026-12-24T11:59"))
    only_once = Hours(ALWAYS_SHUT, (OtherDay(date(2027, 8, 1), hours_text.read("10-11")),))
    assert next_opening(only_once, ROME, rome("2026-11-23T00:00")) == rome("2027-08-01T10:00")
    assert next_opening(only_once, ROME, rome("2027-08-01T11:00")) is None


def test_a_span_may_end_in_the_next_night_and_a_day_at_midnight() -> None:
    bar = weekly("saturday", "20:00-02:00")
    assert is_open(bar, ROME, rome("2026-11-29T01:59"))
    assert not is_open(bar, ROME, rome("2026-11-29T02:00"))
    weekend = Hours(hours_text.week_of_lines(["saturday-sunday 0:00-24:00"]))
    assert shuts_at(weekend, ROME, rome("2026-11-28T12:00")) == rome("2026-11-30T00:00")
    always = Hours(hours_text.week_of_lines(["monday-sunday 0-24"]))
    assert shuts_at(always, ROME, rome("2026-11-28T12:00")) is None


def test_in_spring_what_opens_in_the_missing_hour_opens_when_the_clocks_jump() -> None:
    jump = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    hours = weekly("sunday", "2:30-4:00")
    assert next_opening(hours, ROME, jump - timedelta(minutes=30)) == jump
    assert shuts_at(hours, ROME, jump) == jump + timedelta(hours=1)
    # The whole span lies in the hour that is left out: it opens a week later.
    missing = weekly("sunday", "2:10-2:50")
    assert next_opening(missing, ROME, jump - timedelta(hours=1)) == rome("2026-04-05T02:10")


def test_in_autumn_a_span_lasts_through_both_of_two_like_hours() -> None:
    hours = weekly("sunday", "1:00-2:30")
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert shuts_at(hours, ROME, rome("2026-10-25T01:00")) == second
    assert is_open(hours, ROME, second - timedelta(minutes=45))
    assert shuts_at(weekly("sunday", "0-24"), ROME, rome("2026-10-25T00:00")) == rome(
        "2026-10-26T00:00"
    )


@some.composite
def spans(draw: some.DrawFn) -> tuple[Span, ...]:
    """None overlap; the last may end in the night after."""
    marks = sorted(draw(some.sets(some.integers(0, DAY - 1), max_size=4)))
    pairs = [Span(one, other) for one, other in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        pairs.append(Span(marks[-1], marks[-1] + draw(some.integers(1, DAY - 1))))
    return tuple(pairs)


DAYS = some.dates(date(2026, 1, 1), date(2026, 12, 31))
ZONES = some.sampled_from(
    [ROME, "Europe/Warsaw", "Asia/Tehran", "America/Santiago", "Australia/Lord_Howe", "UTC"]
)
HOURS = some.builds(
    Hours,
    some.tuples(*[spans()] * 7),
    some.lists(some.builds(OtherDay, DAYS, spans()), max_size=3, unique_by=lambda day: day.on).map(
        tuple
    ),
)
MOMENTS = some.datetimes(
    datetime(2026, 1, 2), datetime(2026, 12, 30), timezones=some.just(UTC)
).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=300, deadline=None)
@given(HOURS, ZONES, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    hours: Hours, zone: str, at: datetime
) -> None:
    opens = next_opening(hours, zone, at)
    if opens is None:
        opens = at + timedelta(days=8)
    else:
        assert opens >= at and is_open(hours, zone, opens)
    gap = opens - at
    assert not any(is_open(hours, zone, at + gap * part / 16) for part in range(16) if gap)


@settings(max_examples=300, deadline=None)
@given(HOURS, ZONES, MOMENTS)
def test_it_is_open_until_it_shuts_and_not_then(hours: Hours, zone: str, at: datetime) -> None:
    shuts = shuts_at(hours, zone, at)
    if shuts is None:
        return
    assert is_open(hours, zone, at) and not is_open(hours, zone, shuts)
    assert all(is_open(hours, zone, at + (shuts - at) * part / 16) for part in range(16))


@settings(max_examples=300, deadline=None)
@given(HOURS, ZONES, MOMENTS)
def test_far_from_a_change_of_clocks_the_clock_on_the_wall_decides(
    hours: Hours, zone: str, at: datetime
) -> None:
    where = ZoneInfo(zone)
    two_days = timedelta(days=2)
    if len({(at + step).astimezone(where).utcoffset() for step in (-two_days, two_days)}) > 1:
        return
    local = at.astimezone(where)
    minutes = local.hour * 60 + local.minute + local.second / 60
    yesterday = local.date() - timedelta(days=1)
    expected = any(each.opens <= minutes < each.shuts for each in hours.on(local.date())) or any(
        minutes + DAY < each.shuts for each in hours.on(yesterday)
    )
    assert is_open(hours, zone, at) is expected


@given(HOURS)
def test_what_is_stored_is_read_again(hours: Hours) -> None:
    assert hours_text.of_row(hours_text.stored(hours)) == hours


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("9-13,14.30 – 18", "09:00-13:00, 14:30-18:00"),
        ("۹:۰۰-۱۳:۰۰، ۱۴:۰۰-۱۸:۰۰", "09:00-13:00, 14:00-18:00"),
        ("22:00-2:00", "22:00-02:00"),
        ("0-24", "00:00-24:00"),
        ("14-18; 9-12", "09:00-12:00, 14:00-18:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, written: str) -> None:
    assert hours_text.written(hours_text.read(typed)) == written


@pytest.mark.parametrize("typed", ["9", "9-25", "9:60-10", "24-25", "9-12, 11-13", "nine to five"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        hours_text.read(typed)


def test_a_line_of_a_file_is_a_date_with_hours_and_a_name_or_without() -> None:
    assert hours_text.day_of_line("2026-12-25 Christmas") == OtherDay(
        date(2026, 12, 25), (), "Christmas"
    )
    assert hours_text.day_of_line("2026-12-24 9:00-13:00, 14-15 Christmas Eve") == OtherDay(
        date(2026, 12, 24), hours_text.read("9-13, 14-15"), "Christmas Eve"
    )
    assert hours_text.day_of_line("2026-12-26") == OtherDay(date(2026, 12, 26))
    with pytest.raises(ValueError):
        hours_text.day_of_line("Christmas")
    with pytest.raises(ValueError):
        hours_text.week_of_lines(["someday 9-17"])
