"""A plan pays every period once, whoever runs it and however often."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occ.billing import periods, plans, reservations
from occ.billing.models import Filling
from occ.billing.periods import Every
from occ.billing.plans import PlanForm
from occ.billing.reservations import Ask
from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.billing.purse import a_wallet, entries, stands

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = MORNING.date()
DAY = timedelta(days=1)
MONTHLY = PlanForm(Filling.ADD, 500, Every.MONTH, TODAY)
DAILY = PlanForm(Filling.FILL_UP, 100, Every.DAY, TODAY)


@pytest.fixture
def purse(run: Runner) -> int:
    return run(a_wallet)


def sweeps(run: Runner, now: datetime) -> list[int]:
    """What the job does: the milli-credits of each payment."""
    with run.reading() as session:
        due = plans.due(session, now)
    paid = [run(plans.pay, wallet_id, now) for wallet_id in due]
    return [amount for amount in paid if amount is not None]


def test_a_period_is_paid_once_though_it_is_swept_again_and_again(
    run: Runner, purse: int
) -> None:  # D4
    run(plans.save, purse, MONTHLY, MORNING)

    paid = [sweeps(run, MORNING + day * DAY) for day in range(31) for _ in range(2)]

    assert [each for each in paid if each] == [[500_000], [500_000]]
    assert stands(run, purse) == (1_000_000, 0)


def test_filling_up_makes_the_amount_the_limit_of_the_period(run: Runner, purse: int) -> None:  # D4
    run(plans.save, purse, DAILY, MORNING)
    sweeps(run, MORNING)
    run(reservations.hold, purse, [Ask("one", 30, 1000), Ask("two", 20, 1000)], MORNING)
    run(reservations.capture, "one", 30, MORNING)

    # What is held may come back, so it is not filled up.
    assert sweeps(run, MORNING + DAY) == [30_000]
    assert stands(run, purse) == (80_000, 20_000)
    assert sweeps(run, MORNING + 2 * DAY) == [0]


def test_the_last_of_january_is_followed_by_the_last_of_february(run: Runner, purse: int) -> None:
    begin = datetime(2027, 1, 31, 9, tzinfo=UTC)
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.MONTH, begin.date()), begin)

    paid_on = [(begin + day * DAY).date() for day in range(120) if sweeps(run, begin + day * DAY)]

    assert paid_on == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_periods_nobody_ran_in_are_made_good_with_one_payment(run: Runner, purse: int) -> None:
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.DAY, TODAY), MORNING)

    assert sweeps(run, MORNING + 9 * DAY) == [10_000]
    assert sweeps(run, MORNING + 9 * DAY) == []
    assert sweeps(run, MORNING + 10 * DAY) == [10_000]


def test_a_paused_plan_misses_what_passes_and_goes_on_with_the_next(
    run: Runner, purse: int
) -> None:
    run(plans.save, purse, DAILY, MORNING)
    run(plans.pause, purse, MORNING)
    assert sweeps(run, MORNING + DAY) == []

    run(plans.resume, purse, MORNING + DAY)

    assert sweeps(run, MORNING + DAY) == []
    assert sweeps(run, MORNING + 2 * DAY) == [100_000]


def test_resuming_a_plan_whose_next_period_lies_ahead_changes_nothing(
    run: Runner, purse: int
) -> None:
    run(plans.save, purse, MONTHLY, MORNING)
    sweeps(run, MORNING)
    run(plans.pause, purse, MORNING)
    run(plans.resume, purse, MORNING + DAY)

    with run.reading() as session:
        plan = plans.of(session, purse)
    assert plan is not None and plan.next_on == date(2026, 12, 22)


def test_a_plan_ends_with_its_last_day(run: Runner, purse: int) -> None:
    ends = TODAY + 2 * DAY
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.DAY, TODAY, ends), MORNING)

    assert [bool(sweeps(run, MORNING + day * DAY)) for day in range(5)] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_period_that_is_over_when_the_plan_has_ended_is_not_paid(run: Runner, purse: int) -> None:
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.DAY, TODAY, TODAY), MORNING)

    assert sweeps(run, MORNING + 5 * DAY) == []
    with run.reading() as session:
        assert plans.due(session, MORNING + 6 * DAY) == []


def test_editing_or_replacing_a_plan_pays_no_period_again(run: Runner, purse: int) -> None:
    run(plans.save, purse, DAILY, MORNING)
    sweeps(run, MORNING)

    run(plans.save, purse, PlanForm(Filling.ADD, 900, Every.WEEK, TODAY), MORNING)
    assert sweeps(run, MORNING) == []
    run(plans.stop, purse, MORNING)
    run(plans.save, purse, MONTHLY, MORNING)
    assert sweeps(run, MORNING) == []

    assert stands(run, purse) == (100_000, 0)


def test_a_stopped_plan_pays_nothing(run: Runner, purse: int) -> None:
    run(plans.save, purse, DAILY, MORNING)
    run(plans.stop, purse, MORNING)

    assert sweeps(run, MORNING) == []


def test_a_plan_begins_on_its_day(run: Runner, purse: int) -> None:
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.WEEK, TODAY + 3 * DAY), MORNING)

    assert [day for day in range(12) if sweeps(run, MORNING + day * DAY)] == [3, 10]


def test_an_anchor_in_the_past_gives_the_rhythm_and_pays_nothing_back(
    run: Runner, purse: int
) -> None:
    run(plans.save, purse, PlanForm(Filling.ADD, 10, Every.MONTH, date(2026, 1, 31)), MORNING)

    assert sweeps(run, MORNING) == []
    assert sweeps(run, MORNING + 8 * DAY) == [10_000]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (PlanForm(Filling.ADD, 0, Every.DAY, TODAY), "plan_amount"),
        (PlanForm(Filling.ADD, 1, Every.DAY, TODAY, TODAY - DAY), "ends_on"),
        (PlanForm(Filling.ADD, 1, Every.DAY, date(9999, 12, 31)), "starts_on"),
    ],
)
def test_a_plan_that_can_not_be_is_refused(
    run: Runner, purse: int, form: PlanForm, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        run(plans.save, purse, form, MORNING)

    assert list(refused.value.fields) == [field]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("dialect", ["sqlite"])
@given(
    # Clocks change at midnight in some of these, by half an hour in one, and one skipped a day.
    zone=st.sampled_from(
        ["Europe/Warsaw", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia"]
    ),
    begin=st.datetimes(datetime(2011, 1, 1), datetime(2036, 1, 1)),
    every=st.sampled_from(Every),
    steps=st.lists(st.integers(1, 40), min_size=5, max_size=30),
)
def test_in_any_zone_and_at_any_hour_a_swept_period_is_paid_once(
    run: Runner, zone: str, begin: datetime, every: Every, steps: list[int]
) -> None:  # D4
    now = begin.replace(tzinfo=UTC)
    run(store.save, CompanySettings(zone=zone), now)
    purse = run(a_wallet, 0, now)
    anchor = periods.day_of(now, zone)
    run(plans.save, purse, PlanForm(Filling.ADD, 1, every, anchor), now)

    seen = set()
    for hours in [0, *steps]:
        now += timedelta(hours=hours)
        seen.add(periods.latest_by(anchor, every, periods.day_of(now, zone)))
        sweeps(run, now)

    assert len(entries(run, purse)) == len(seen)
