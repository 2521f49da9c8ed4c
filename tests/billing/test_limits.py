"""A day, a week and a month of spending, in the company's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from occ.billing import limits, reservations
from occ.billing.limits import LimitReached, Limits
from occ.billing.models import Wallet
from occ.billing.reservations import Ask
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.billing.purse import a_wallet, stands

# A Sunday, the last of its week, in the middle of the month.
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def purse(run: Runner) -> int:
    return run(a_wallet, 1000, SUNDAY)


def spends(run: Runner, purse: int, parts: int, now: datetime, key: str | None = None) -> None:
    key = key or f"message:{now.isoformat()}:{parts}"
    run(reservations.hold, purse, [Ask(key, parts, 1000)], now)
    run(reservations.capture, key, parts, now)


@pytest.mark.parametrize(
    ("limit", "over", "sentence"),
    [
        (Limits(day=5000), SUNDAY + DAY, "0 of today's 5 are left"),
        (Limits(week=5000), SUNDAY + DAY, "0 of this week's 5 are left"),
        (Limits(month=5000), SUNDAY + 9 * DAY, "0 of this month's 5 are left"),
    ],
)
def test_a_limit_is_reached_exactly_and_begins_anew_with_its_period(
    run: Runner, purse: int, limit: Limits, over: datetime, sentence: str
) -> None:  # D4
    run(limits.set_for, purse, limit)
    spends(run, purse, 5, SUNDAY)

    with pytest.raises(LimitReached, match=sentence):
        spends(run, purse, 1, SUNDAY)
    spends(run, purse, 5, over)

    assert stands(run, purse) == (990_000, 0)


def test_what_is_held_counts_and_what_comes_back_does_not(run: Runner, purse: int) -> None:
    run(limits.set_for, purse, Limits(day=5000))
    run(reservations.hold, purse, [Ask("one", 5, 1000)], SUNDAY)
    with pytest.raises(LimitReached):
        spends(run, purse, 1, SUNDAY)

    run(reservations.release, "one", SUNDAY)
    run(reservations.hold, purse, [Ask("two", 5, 1000)], SUNDAY)
    run(reservations.capture, "two", 3, SUNDAY)

    assert counted(run, purse) == (3000, 3000, 3000)
    run(reservations.refund, "two", SUNDAY)
    assert counted(run, purse) == (0, 0, 0)
    assert stands(run, purse) == (1_000_000, 0)


def test_what_was_held_in_an_earlier_period_changes_no_later_one(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [Ask("one", 5, 1000)], SUNDAY)
    spends(run, purse, 2, SUNDAY + DAY)

    run(reservations.release, "one", SUNDAY + DAY)

    assert counted(run, purse) == (2000, 2000, 2000)
    assert stands(run, purse) == (998_000, 0)


def test_a_limit_set_in_the_middle_of_the_day_knows_what_was_spent(run: Runner, purse: int) -> None:
    spends(run, purse, 5, SUNDAY)
    run(limits.set_for, purse, Limits(day=4000))

    with pytest.raises(LimitReached):
        spends(run, purse, 1, SUNDAY)


def test_the_day_is_the_companys(run: Runner, purse: int) -> None:  # D4
    run(store.save, CompanySettings(zone="Asia/Tehran"), SUNDAY)
    run(limits.set_for, purse, Limits(day=5000))
    evening = SUNDAY.replace(hour=20, minute=29)
    spends(run, purse, 5, evening)

    with pytest.raises(LimitReached):
        spends(run, purse, 1, evening)
    spends(run, purse, 1, evening + timedelta(minutes=1))


def test_moving_the_company_west_forgets_nothing(run: Runner, purse: int) -> None:
    run(store.save, CompanySettings(zone="Asia/Tehran"), SUNDAY)
    run(limits.set_for, purse, Limits(day=5000))
    night = SUNDAY.replace(hour=23)
    spends(run, purse, 5, night)
    run(store.save, CompanySettings(zone="America/Sao_Paulo"), night)

    with pytest.raises(LimitReached):
        spends(run, purse, 1, night)
    with pytest.raises(LimitReached):
        spends(run, purse, 1, night + timedelta(hours=8))

    assert stands(run, purse) == (995_000, 0)


def counted(run: Runner, purse: int) -> tuple[int, int, int]:
    with run.reading() as session:
        wallet = session.get_one(Wallet, purse)
        return wallet.used_day, wallet.used_week, wallet.used_month
