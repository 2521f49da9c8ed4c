"""SMS as a subscription service, on both sides of every date that matters (C2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from occ.billing import limits, subscription
from occ.billing.subscription import Standing
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings, SmsSettings

OF_THE_MANUAL = SmsSettings(service=True, version="2018.0", support_ends="2018-10-09")


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2017, 10, 3), Standing.CURRENT),
        (date(2018, 10, 9), Standing.CURRENT),
        (date(2018, 10, 10), Standing.GRACE),
        (date(2018, 12, 31), Standing.GRACE),
        (date(2019, 1, 1), Standing.ENDED),
    ],
)
def test_after_basic_support_comes_grace_to_the_end_of_that_year(
    today: date, standing: Standing
) -> None:  # C2
    present = subscription.of(OF_THE_MANUAL, today)

    assert present.standing is standing
    assert present.last_day == date(2018, 12, 31)


@pytest.mark.parametrize(
    ("support_ends", "today", "standing"),
    [
        # No grace is left of a year that is over on the same day.
        ("2018-12-31", date(2018, 12, 31), Standing.CURRENT),
        ("2018-12-31", date(2019, 1, 1), Standing.ENDED),
        # A whole year of grace, but for a day.
        ("2019-01-01", date(2019, 1, 1), Standing.CURRENT),
        ("2019-01-01", date(2019, 1, 2), Standing.GRACE),
        ("2019-01-01", date(2019, 12, 31), Standing.GRACE),
        ("2019-01-01", date(2020, 1, 1), Standing.ENDED),
        ("2020-02-29", date(2020, 3, 1), Standing.GRACE),
    ],
)
def test_the_year_that_counts_is_the_one_in_which_support_ended(
    support_ends: str, today: date, standing: Standing
) -> None:  # C2
    settings = SmsSettings(service=True, version="7", support_ends=support_ends)

    assert subscription.of(settings, today).standing is standing


def test_without_a_named_end_support_is_current_and_switched_off_is_off() -> None:  # C2
    assert subscription.of(SmsSettings(service=True), date(2030, 1, 1)).standing is Standing.CURRENT
    assert subscription.of(SmsSettings(service=True), date(2030, 1, 1)).last_day is None
    for ends in ("", "2018-10-09"):
        off = SmsSettings(service=False, support_ends=ends)
        assert subscription.of(off, date(2018, 10, 1)).standing is Standing.OFF


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("Pacific/Kiritimati", "2018-12-31 09:59:59", "2018-12-31 10:00:00"),
        ("Asia/Tehran", "2018-12-31 20:29:59", "2018-12-31 20:30:00"),
        ("Europe/Warsaw", "2018-12-31 22:59:59", "2018-12-31 23:00:00"),
        ("UTC", "2018-12-31 23:59:59", "2019-01-01 00:00:00"),
        ("Pacific/Pago_Pago", "2019-01-01 10:59:59", "2019-01-01 11:00:00"),
    ],
)
def test_the_last_day_is_over_at_midnight_of_the_companys_zone(
    run: Runner, zone: str, last: str, first: str
) -> None:  # C2
    run(store.save, CompanySettings(zone=zone), datetime(2018, 1, 1, tzinfo=UTC))

    assert [standing(run, last), standing(run, first)] == [Standing.GRACE, Standing.ENDED]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("Pacific/Kiritimati", "2018-10-09 09:59:59", "2018-10-09 10:00:00"),
        ("Europe/Warsaw", "2018-10-09 21:59:59", "2018-10-09 22:00:00"),
        ("Pacific/Pago_Pago", "2018-10-10 10:59:59", "2018-10-10 11:00:00"),
    ],
)
def test_grace_begins_at_midnight_of_the_companys_zone(
    run: Runner, zone: str, last: str, first: str
) -> None:  # C2
    run(store.save, CompanySettings(zone=zone), datetime(2018, 1, 1, tzinfo=UTC))

    assert [standing(run, last), standing(run, first)] == [Standing.CURRENT, Standing.GRACE]


def standing(run: Runner, moment: str) -> Standing:
    """Of the manual's service at a moment of UTC."""
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    with run.reading() as session:
        return subscription.of(OF_THE_MANUAL, limits.today(session, now)).standing
