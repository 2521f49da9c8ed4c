"""An administrator sets what a user may spend: by hand, by limits, by a plan (D3, D4).

Each stands in the user's Events with what it was before (D7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import credits, ledger, limits, plans, powers, wallets
from occ.billing.limits import Limits
from occ.billing.models import ReplenishmentPlan, Wallet
from occ.billing.plans import PlanForm
from occ.journal import entries as journal
from occ.users import accounts


@dataclass(frozen=True)
class Purse:
    """Whose Credits power, and who acts on it."""

    user_key: str
    power_key: str
    actor_id: int | None


def adjust(
    session: Session, purse: Purse, amount: int, why: tuple[str, str], now: datetime
) -> bool:
    """Add whole credits, or take them where `amount` is below zero; False for a repetition.

    `why` is the form's id and the reason. Raises Invalid, Conflict, NotFound.
    """
    wallet = _locked(session, purse)
    before, (form_id, reason) = wallet.available, why
    key = f"add:{wallet.id}:{form_id}"
    if not wallets.adjust(session, wallet.id, amount, (key, purse.actor_id, reason), now):
        return False
    told = {"available": credits.text(wallet.available), "reason": " ".join(reason.split())}
    action = "credit_added" if amount > 0 else "credit_taken"
    _write(session, purse, action, {"available": credits.text(before)}, told, now)
    return True


def set_limits(session: Session, purse: Purse, wanted: Limits, now: datetime) -> None:
    """Raises NotFound."""
    wallet = _locked(session, purse)
    before = _limits(limits.of(wallet))
    limits.set_for(session, wallet.id, wanted)
    if before != _limits(wanted):
        _write(session, purse, "limits_set", before, _limits(wanted), now)


def save_plan(session: Session, purse: Purse, form: PlanForm, now: datetime) -> None:
    """Raises Invalid, NotFound."""
    wallet = _locked(session, purse)
    before = _plan(plans.of(session, wallet.id))
    after = _plan(plans.save(session, wallet.id, form, now))
    _write(session, purse, "plan_saved", before, after, now)


def pause_plan(session: Session, purse: Purse, now: datetime) -> None:
    _turn(session, purse, plans.pause, "plan_paused", now)


def resume_plan(session: Session, purse: Purse, now: datetime) -> None:
    _turn(session, purse, plans.resume, "plan_resumed", now)


def stop_plan(session: Session, purse: Purse, now: datetime) -> None:
    _turn(session, purse, plans.stop, "plan_stopped", now)


def _turn(
    session: Session,
    purse: Purse,
    step: Callable[[Session, int, datetime], None],
    action: str,
    now: datetime,
) -> None:
    step(session, _locked(session, purse).id, now)
    _write(session, purse, action, {}, {}, now)


def _locked(session: Session, purse: Purse) -> Wallet:
    user = accounts.by_key(session, purse.user_key)
    power = powers.find(session, user.id, purse.power_key)
    return ledger.lock(session, powers.wallet_of(session, power).id)


def _limits(of: Limits) -> dict[str, str | None]:
    return {
        f"limit_{name}": None if most is None else credits.text(most)
        for name, most in vars(of).items()
    }


def _plan(plan: ReplenishmentPlan | None) -> dict[str, str | None]:
    if plan is None or plan.stopped_at:
        return {}
    return {
        "filling": plan.filling.value,
        "amount": credits.text(plan.amount),
        "every": plan.every.value,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
    }


def _write(
    session: Session,
    purse: Purse,
    action: str,
    before: Mapping[str, str | None],
    after: Mapping[str, str | None],
    now: datetime,
) -> None:
    subject = journal.Subject("user", purse.user_key)
    journal.write(session, purse.actor_id, action, subject, now, before=before, after=after)
