"""One wallet in which anything happens in any order, beside the same on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from occ.billing import limits, periods, plans, reservations, wallets
from occ.billing.ledger import KeyReused
from occ.billing.limits import LimitReached, Limits
from occ.billing.models import Filling, Wallet
from occ.billing.periods import Every
from occ.billing.plans import PlanForm
from occ.billing.reservations import Ask, NoCredit
from occ.core.errors import Conflict, OccError
from occ.core.run import Runner
from tests.billing.model import Held, Paper
from tests.billing.purse import a_wallet, stands
from tests.builders import NOW

amounts = st.integers(1, 60)
parts = st.integers(1, 7)
prices = st.sampled_from([1, 999, 1000, 1500])
limit = st.one_of(st.none(), st.integers(0, 60_000))
which = st.integers(0, 30)
_examples = count(1)


class Credit(RuleBasedStateMachine):
    def __init__(self, run: Runner) -> None:
        super().__init__()
        self.run, self.now, self.paper = run, NOW, Paper()
        self.purse = run(a_wallet)
        self.example, self.keys = next(_examples), count(1)
        self.done: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    @property
    def day(self) -> date:
        return self.now.date()

    # By hand

    @rule(amount=amounts)
    def some_is_added(self, amount: int) -> None:
        self.does(wallets.adjust, self.purse, amount, self.why())
        self.paper.given += amount * 1000

    @rule(amount=amounts)
    def some_is_taken(self, amount: int) -> None:
        if amount * 1000 <= self.paper.available:
            self.does(wallets.adjust, self.purse, -amount, self.why())
            self.paper.given -= amount * 1000
        else:
            self.refused(Conflict, wallets.adjust, self.purse, -amount, self.why())

    # Messages

    @rule(asked=st.lists(st.tuples(parts, prices), min_size=1, max_size=3))
    def a_claim_is_held(self, asked: list[tuple[int, int]]) -> None:
        asks = [Ask(self.key(), count, price) for count, price in asked]
        need = sum(ask.amount for ask in asks)
        if not self.paper.may_hold(need, self.day):
            why = LimitReached if need <= self.paper.available else (LimitReached, NoCredit)
            self.refused(why, reservations.hold, self.purse, asks)
            return
        self.does(reservations.hold, self.purse, asks)
        for ask in asks:
            self.paper.holds[ask.key] = Held(ask.key, ask.parts, ask.price, self.day)

    @precondition(lambda self: self.standing("held"))
    @rule(pick=which, billed=parts)
    def one_is_accepted(self, pick: int, billed: int) -> None:
        key = self.one_of("held", pick)
        self.does(reservations.capture, key, billed)
        self.paper.capture(key, billed)

    @precondition(lambda self: self.standing("held"))
    @rule(pick=which)
    def one_is_refused(self, pick: int) -> None:
        key = self.one_of("held", pick)
        self.does(reservations.release, key)
        self.paper.turn(key, "released")

    @precondition(lambda self: self.standing("captured"))
    @rule(pick=which)
    def one_is_refunded(self, pick: int) -> None:
        key = self.one_of("captured", pick)
        self.does(reservations.refund, key)
        self.paper.turn(key, "refunded")

    @precondition(lambda self: self.standing("released"))
    @rule(pick=which)
    def what_was_given_back_can_not_be_spent(self, pick: int) -> None:
        key = self.one_of("released", pick)
        self.refused(Conflict, reservations.capture, key, 1)
        self.refused(Conflict, reservations.refund, key)

    # Again

    @precondition(lambda self: self.done)
    @rule(pick=which)
    def somebody_does_it_again(self, pick: int) -> None:
        act, args = self.done[pick % len(self.done)]
        self.run(act, *args, self.now)

    @precondition(lambda self: self.paper.holds)
    @rule(pick=which)
    def somebody_does_another_thing_under_its_key(self, pick: int) -> None:
        hold = list(self.paper.holds.values())[pick % len(self.paper.holds)]
        other = [Ask(hold.key, hold.parts + 1, hold.price)]
        self.refused(KeyReused, reservations.hold, self.purse, other)
        if hold.billed:
            self.refused(KeyReused, reservations.capture, hold.key, hold.billed + 1)

    # Limits, plans, time

    @rule(day=limit, week=limit, month=limit)
    def limits_are_set(self, day: int | None, week: int | None, month: int | None) -> None:
        self.paper.limits = Limits(day, week, month)
        self.run(limits.set_for, self.purse, self.paper.limits)

    @rule(
        filling=st.sampled_from(Filling),
        amount=amounts,
        every=st.sampled_from(Every),
        begins=st.integers(-40, 3),
        lasts=st.one_of(st.none(), st.integers(0, 60)),
    )
    def a_plan_is_saved(
        self, filling: Filling, amount: int, every: Every, begins: int, lasts: int | None
    ) -> None:
        starts = self.day + timedelta(days=begins)
        ends = None if lasts is None else starts + timedelta(days=lasts)
        paused = self.paper.plan is not None and not self.paper.runs
        self.paper.plan = PlanForm(filling, amount, every, starts, ends)
        self.paper.runs = not paused
        self.paper.miss_before(self.day)
        self.run(plans.save, self.purse, self.paper.plan, self.now)

    @precondition(lambda self: self.paper.plan and self.paper.runs)
    @rule()
    def the_plan_pauses(self) -> None:
        self.run(plans.pause, self.purse, self.now)
        self.paper.runs = False

    @precondition(lambda self: self.paper.plan and not self.paper.runs)
    @rule()
    def the_plan_goes_on(self) -> None:
        with self.run.reading() as session:
            plan = plans.of(session, self.purse)
            assert plan is not None
        if plan.next_on <= self.day:
            self.paper.miss(self.day)
        self.run(plans.resume, self.purse, self.now)
        self.paper.runs = True

    @precondition(lambda self: self.paper.plan)
    @rule()
    def the_plan_is_stopped(self) -> None:
        self.run(plans.stop, self.purse, self.now)
        self.paper.plan, self.paper.runs = None, False

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.a_sweep_comes()

    @rule()
    def a_sweep_comes(self) -> None:
        """Two at once find the same due, and the second pays nothing."""
        self.paper.pay(self.day)
        with self.run.reading() as session:
            due = plans.due(session, self.now)
        for wallet_id in [*due, *due]:
            self.run(plans.pay, wallet_id, self.now)

    @invariant()
    def rows_and_paper_agree(self) -> None:
        with self.run.reading() as session:
            wallet = session.get_one(Wallet, self.purse)
        assert (wallet.available, wallet.held) == (self.paper.available, self.paper.held)
        used = limits.used(wallet, self.day)
        since = (self.day, periods.week_of(self.day), periods.month_of(self.day))
        assert (used.day, used.week, used.month) == tuple(map(self.paper.used, since))

    def teardown(self) -> None:
        stands(self.run, self.purse)

    def does(self, act: Callable[..., Any], *args: Any) -> None:
        self.run(act, *args, self.now)
        self.done.append((act, args))

    def refused(
        self,
        why: type[OccError] | tuple[type[OccError], ...],
        act: Callable[..., Any],
        *args: Any,
    ) -> None:
        try:
            self.run(act, *args, self.now)
        except why:
            return
        raise AssertionError(f"{act.__name__} {args} was not refused")

    def why(self) -> tuple[str, None, str]:
        return self.key(), None, "A reason"

    def key(self) -> str:
        return f"{self.example}:{next(self.keys)}"

    def standing(self, state: str) -> list[str]:
        return [key for key, hold in self.paper.holds.items() if hold.state == state]

    def one_of(self, state: str, pick: int) -> str:
        found = self.standing(state)
        return found[pick % len(found)]
