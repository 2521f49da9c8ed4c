"""When a wallet runs dry."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from occ.billing.forecast import Forecast, forecast
from occ.billing.models import Filling, ReplenishmentPlan, Spending
from occ.billing.periods import Every

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def spent(*amounts: int) -> list[Spending]:
    """The last is today's."""
    return [
        Spending(day=TODAY - number * DAY, spent=amount)
        for number, amount in enumerate(reversed(amounts))
    ]


def a_plan(filling: Filling, amount: int, paused: bool = False) -> ReplenishmentPlan:
    return ReplenishmentPlan(
        filling=filling,
        amount=amount,
        every=Every.WEEK,
        starts_on=TODAY,
        next_on=TODAY + 7 * DAY,
        paused_at=datetime(2026, 11, 22) if paused else None,
    )


def test_nothing_spent_tells_nothing() -> None:
    assert forecast(5000, [], None, TODAY) is None
    assert forecast(5000, [Spending(day=TODAY - 14 * DAY, spent=9)], None, TODAY) is None


@pytest.mark.parametrize(("available", "days"), [(0, 0), (1999, 0), (2000, 1), (5000, 2)])
def test_it_is_dry_on_the_day_that_is_not_covered_any_more(available: int, days: int) -> None:
    assert forecast(available, spent(1000, 3000), None, TODAY) == Forecast(2000, TODAY + days * DAY)


def test_what_the_plan_adds_is_counted_on() -> None:
    add, fill = a_plan(Filling.ADD, 7000), a_plan(Filling.FILL_UP, 14_000)

    assert forecast(14_000, spent(2000), add, TODAY) == Forecast(2000, TODAY + 10 * DAY)
    assert forecast(14_000, spent(2000), fill, TODAY) == Forecast(2000, None)
    assert forecast(14_000, spent(2000), a_plan(Filling.ADD, 7000, True), TODAY) == Forecast(
        2000, TODAY + 7 * DAY
    )


def test_what_is_scheduled_is_taken_on_its_day() -> None:
    in_two_days = {TODAY + 2 * DAY: 9000}

    assert forecast(5000, [], None, TODAY, in_two_days) == Forecast(0, TODAY + 2 * DAY)
    assert forecast(9000, [], None, TODAY, in_two_days) == Forecast(0, None)
    assert forecast(12_000, spent(1000), None, TODAY, in_two_days) == Forecast(
        1000, TODAY + 3 * DAY
    )
