"""When a wallet will be empty, at this pace and with what is scheduled to come and go. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from occ.billing import periods
from occ.billing.models import Filling, ReplenishmentPlan, Spending

PACE_DAYS = 14
FAR = 366
"""Days looked ahead."""


@dataclass(frozen=True)
class Forecast:
    a_day: int
    """Milli-credits."""
    dry_on: date | None
    """None where it lasts longer than a year."""


def forecast(
    available: int,
    spendings: Sequence[Spending],
    plan: ReplenishmentPlan | None,
    today: date,
    scheduled: Mapping[date, int] | None = None,
) -> Forecast | None:
    """None where nothing was spent in the last two weeks, today included, and nothing will be.

    The pace is the mean of those days, or of the days since the first spending among them.
    `scheduled` is what will be taken beside it, by day.
    """
    scheduled = scheduled or {}
    recent = [each for each in spendings if today - each.day < timedelta(days=PACE_DAYS)]
    spent = sum(each.spent for each in recent)
    if not spent and not any(scheduled.values()):
        return None
    days = (today - min((each.day for each in recent), default=today)).days + 1
    pace = -(-spent // days)
    left, day = available, today
    for _ in range(FAR):
        left += _paid(plan, left, day) if day > today else 0
        taken = pace + scheduled.get(day, 0)
        if left < taken:
            return Forecast(pace, day)
        left -= taken
        day += timedelta(days=1)
    return Forecast(pace, None)


def _paid(plan: ReplenishmentPlan | None, left: int, day: date) -> int:
    if plan is None or plan.paused_at or plan.stopped_at or day < plan.next_on:
        return 0
    begins = periods.first_from(plan.starts_on, plan.every, day)
    if begins != day or (plan.ends_on and day > plan.ends_on):
        return 0
    return plan.amount if plan.filling is Filling.ADD else max(0, plan.amount - left)
