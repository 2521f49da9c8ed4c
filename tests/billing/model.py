"""A wallet as anybody would keep it with pencil and paper: plain sums over plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from occ.billing import periods
from occ.billing.limits import Limits
from occ.billing.models import Filling
from occ.billing.plans import PlanForm


@dataclass(frozen=True)
class Held:
    key: str
    parts: int
    price: int
    day: date
    state: str = "held"
    billed: int = 0
    spent: int = 0

    @property
    def amount(self) -> int:
        return self.parts * self.price

    @property
    def counts(self) -> int:
        return {"held": self.amount, "captured": self.spent}.get(self.state, 0)


@dataclass
class Paper:
    given: int = 0
    """By hand and by the plan, less what was taken."""
    holds: dict[str, Held] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    plan: PlanForm | None = None
    runs: bool = False
    settled: date | None = None
    """The last period that was paid, or missed while the plan was paused."""

    @property
    def held(self) -> int:
        return sum(hold.amount for hold in self.holds.values() if hold.state == "held")

    @property
    def available(self) -> int:
        return self.given - sum(hold.counts for hold in self.holds.values())

    def used(self, since: date) -> int:
        return sum(hold.counts for hold in self.holds.values() if hold.day >= since)

    def may_hold(self, amount: int, day: date) -> bool:
        return amount <= self.available and all(
            limit is None or self.used(since) + amount <= limit
            for limit, since in (
                (self.limits.day, day),
                (self.limits.week, periods.week_of(day)),
                (self.limits.month, periods.month_of(day)),
            )
        )

    def capture(self, key: str, billed: int) -> None:
        hold = self.holds[key]
        spent = min(billed * hold.price, hold.amount + self.available)
        self.holds[key] = replace(hold, state="captured", billed=billed, spent=spent)

    def turn(self, key: str, state: str) -> None:
        self.holds[key] = replace(self.holds[key], state=state)

    def pay(self, day: date) -> None:
        """Look for the period of today, from the first on."""
        if self.plan is None or not self.runs or day < self.plan.starts_on:
            return
        number = 0
        while periods.start(self.plan.starts_on, self.plan.every, number + 1) <= day:
            number += 1
        period = periods.start(self.plan.starts_on, self.plan.every, number)
        if self.settled is not None and period <= self.settled:
            return
        self.settled = period
        if self.plan.ends_on is not None and period > self.plan.ends_on:
            return
        amount = self.plan.amount * 1000
        if self.plan.filling is Filling.FILL_UP:
            amount = max(0, amount - self.available - self.held)
        self.given += amount

    def miss(self, day: date) -> None:
        """What began up to `day` will not be paid any more."""
        self.settled = max(self.settled or day, day)

    def miss_before(self, day: date) -> None:
        self.miss(day - timedelta(days=1))
