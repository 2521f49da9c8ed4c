"""Automatic replenishment (D3, D4): one plan a wallet, every period paid once.

What a period was paid with stands in `settled_on` and in an entry whose key names the wallet
and the period's first day. Time in which nobody ran is made good with one payment, that of the
period it is now; a paused plan misses what passes meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from occ.billing import ledger, limits, periods
from occ.billing.credits import MILLI, MOST, MOST_BY_HAND
from occ.billing.ledger import Move
from occ.billing.models import Account, EntryKind, Filling, ReplenishmentPlan, Wallet
from occ.billing.periods import Every
from occ.core.db import insert
from occ.core.errors import Invalid
from occ.core.locks import lock_row
from occ.core.words import Words, say

AMOUNTS = range(1, MOST_BY_HAND + 1)
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True)
class PlanForm:
    """`amount` is in whole credits."""

    filling: Filling
    amount: int
    every: Every
    starts_on: date
    ends_on: date | None = None


def save(session: Session, wallet_id: int, form: PlanForm, now: datetime) -> ReplenishmentPlan:
    """The wallet's plan from now on; a stopped one runs again, a paused one stays paused.

    A period that was paid is not paid again by what is edited. Raises Invalid.
    """
    errors: dict[str, Words] = {}
    if form.amount not in AMOUNTS:
        errors["plan_amount"] = say("Enter a whole number of credits, 1 or more.")
    if form.ends_on is not None and form.ends_on < form.starts_on:
        errors["ends_on"] = say("The last day lies before the first.")
    if max(form.starts_on, form.ends_on or form.starts_on) > LAST_DAY:
        errors["starts_on"] = say("Enter a day before the year 2200.")
    if errors:
        raise Invalid(errors)
    ledger.lock(session, wallet_id)
    day = limits.today(session, now)
    values = {
        "filling": form.filling,
        "amount": form.amount * MILLI,
        "every": form.every,
        "starts_on": form.starts_on,
        "ends_on": form.ends_on,
        "next_on": _next(form.starts_on, form.every, day, _settled(session, wallet_id)),
        "stopped_at": None,
    }
    session.execute(
        insert(session, ReplenishmentPlan.__table__)
        .values(wallet_id=wallet_id, **values)
        .on_conflict_do_update(index_elements=["wallet_id"], set_=values)
    )
    plan = of(session, wallet_id)
    assert plan is not None
    return plan


def of(session: Session, wallet_id: int) -> ReplenishmentPlan | None:
    """Also a stopped one."""
    return session.scalar(
        select(ReplenishmentPlan)
        .where(ReplenishmentPlan.wallet_id == wallet_id)
        .execution_options(populate_existing=True)
    )


def pause(session: Session, wallet_id: int, now: datetime) -> None:
    _change(session, wallet_id, paused_at=now)


def resume(session: Session, wallet_id: int, now: datetime) -> None:
    """It goes on with the next period that begins; those that passed meanwhile are not paid."""
    ledger.lock(session, wallet_id)
    plan = of(session, wallet_id)
    if plan is None:
        return
    following = plan.next_on
    day = limits.today(session, now)
    if following <= day:
        following = _next(plan.starts_on, plan.every, day, day)
    _change(session, wallet_id, paused_at=None, next_on=following)


def stop(session: Session, wallet_id: int, now: datetime) -> None:
    _change(session, wallet_id, stopped_at=now, paused_at=None)


def due(session: Session, now: datetime) -> Sequence[int]:
    """The wallets with a period to be paid."""
    query = select(ReplenishmentPlan.wallet_id).where(*_runs(), _is_due(limits.today(session, now)))
    return session.scalars(query.order_by(ReplenishmentPlan.wallet_id)).all()


def pay(session: Session, wallet_id: int, now: datetime) -> int | None:
    """Pay the period that is due, once: the milli-credits added; None where none was due.

    0 where the wallet was as full as the plan fills it.
    """
    wallet = ledger.lock(session, wallet_id)
    plan: ReplenishmentPlan | None = lock_row(
        session, select(ReplenishmentPlan).where(ReplenishmentPlan.wallet_id == wallet_id)
    )
    day = limits.today(session, now)
    if plan is None or not _turn(session, plan, day):
        return None
    period = periods.latest_by(plan.starts_on, plan.every, day)
    if plan.ends_on is not None and period > plan.ends_on:
        return None
    amount = _amount(plan, wallet)
    if amount:
        key = f"replenish:{wallet_id}:{period.isoformat()}"
        facts = {
            "filling": plan.filling.value,
            "every": plan.every.value,
            "period": period.isoformat(),
        }
        content = ledger.digest({"wallet": wallet_id, "period": period})
        if ledger.repeated(session, {key: content}):
            return None
        move = Move(
            key,
            content,
            EntryKind.REPLENISHED,
            Account.ISSUED,
            Account.AVAILABLE,
            amount,
            facts=facts,
        )
        ledger.post(session, wallet, [move], now)
    return amount


def _turn(session: Session, plan: ReplenishmentPlan, day: date) -> bool:
    """Move the plan past what is due: whoever does has the period to pay, and nobody else."""
    period = periods.latest_by(plan.starts_on, plan.every, day)
    turned = session.execute(
        update(ReplenishmentPlan)
        .where(
            ReplenishmentPlan.id == plan.id,
            ReplenishmentPlan.next_on == plan.next_on,
            *_runs(),
            _is_due(day),
        )
        .values(next_on=_next(plan.starts_on, plan.every, day, period), settled_on=period)
        .execution_options(synchronize_session=False)
    )
    return bool(turned.rowcount == 1)  # type: ignore[attr-defined]


def _amount(plan: ReplenishmentPlan, wallet: Wallet) -> int:
    """Filling up counts what is held: it may come back, and N would be exceeded."""
    stands = wallet.available + wallet.held
    wanted = plan.amount if plan.filling is Filling.ADD else max(0, plan.amount - stands)
    return min(wanted, MOST - stands)


def _next(anchor: date, every: Every, day: date, settled: date | None) -> date:
    """The first period that begins today or later, and after what is settled."""
    begins = periods.first_from(anchor, every, day)
    if settled is None or begins > settled:
        return begins
    return periods.start(anchor, every, periods.number_of(anchor, every, settled) + 1)


def _settled(session: Session, wallet_id: int) -> date | None:
    query = select(ReplenishmentPlan.settled_on).where(ReplenishmentPlan.wallet_id == wallet_id)
    return session.scalar(query)


def _change(session: Session, wallet_id: int, **values: object) -> None:
    session.execute(
        update(ReplenishmentPlan)
        .where(ReplenishmentPlan.wallet_id == wallet_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _runs() -> list[ColumnElement[bool]]:
    return [ReplenishmentPlan.paused_at.is_(None), ReplenishmentPlan.stopped_at.is_(None)]


def _is_due(day: date) -> ColumnElement[bool]:
    return (ReplenishmentPlan.next_on <= day) & or_(
        ReplenishmentPlan.ends_on.is_(None), ReplenishmentPlan.next_on <= ReplenishmentPlan.ends_on
    )
