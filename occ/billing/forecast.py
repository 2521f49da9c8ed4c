"""When a wallet will be empty, at the present pace and with what its plan will add. Pure."""

from __future__ import annotations

from collections.abc import Sequence
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
    available: int, spendings: Sequence[Spending], plan: ReplenishmentPlan | None, today: date
) -> Forecast | None:
    """None where nothing was spent in the last two weeks, today included.

    The pace is the mean of those days, or of the days since the first spending among them.
    """
    recent = [each for each in spendings if today - each.day < timedelta(days=PACE_DAYS)]
    spent = sum(each.spent for each in recent)
    if not spent:
        return None
    days = (today - min(each.day for each in recent)).days + 1
    pace = -(-spent // days)
    left, day = available, today
    for _ in range(FAR):
        left += _paid(plan, left, day) if day > today else 0
        if left < pace:
            return Forecast(pace, day)
        left -= pace
        day += timedelta(days=1)
    return Forecast(pace, None)


def _paid(plan: ReplenishmentPlan | None, left: int, day: date) -> int:
    if plan is None or plan.paused_at or plan.stopped_at or day < plan.next_on:
        return 0
    begins = periods.first_from(plan.starts_on, plan.every, day)
    if begins != day or (plan.ends_on and day > plan.ends_on):
        return 0
    return plan.amount if plan.filling is Filling.ADD else max(0, plan.amount - left)
