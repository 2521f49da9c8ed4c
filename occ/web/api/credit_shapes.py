"""Credit as the API has it: amounts are credits as text, such as "1240.5", and never floats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from occ.billing import credit_log, credits, limits
from occ.billing.credit_log import Shown
from occ.billing.credits import MOST_BY_HAND
from occ.billing.models import EntryKind, Filling, LedgerEntry, ReplenishmentPlan, Wallet
from occ.billing.periods import Every
from occ.billing.wallets import LONGEST_REASON
from occ.core.words import say
from occ.users.models import User
from occ.web.api.kinds import Text, Whole
from occ.web.api.paging import Paging, page_of

Amount = Annotated[str, say("Credits, with up to three decimals.")]


@dataclass(frozen=True)
class Limit:
    """None set: null."""

    most: str | None
    used: str


@dataclass(frozen=True)
class PlanState:
    filling: Filling
    amount: str
    every: Every
    starts_on: date
    ends_on: date | None
    next_on: Annotated[date, say("The first day of the period that is paid next.")]
    is_paused: bool


@dataclass(frozen=True)
class Credit:
    user: Annotated[str, say("The user's key.")]
    name: str
    available: Amount
    held: Annotated[str, say("Set aside for messages under way.")]
    day: Limit
    week: Limit
    month: Limit
    plan: PlanState | None


@dataclass(frozen=True)
class Entry:
    kind: EntryKind
    amount: Annotated[str, say("By how much the balance changed.")]
    available: str
    held: str
    at: datetime
    reason: str | None
    message: Annotated[str | None, say("The key of the message it was for.")]
    parts: Annotated[int | None, say("As how many it was billed.")]


@dataclass(frozen=True)
class Change:
    amount: Annotated[
        int, Whole(-MOST_BY_HAND, MOST_BY_HAND), say("Whole credits: added, or taken below zero.")
    ]
    reason: Annotated[str, Text(LONGEST_REASON, 1)]


@dataclass(frozen=True)
class Plan:
    filling: Filling
    amount: Annotated[int, Whole(1, MOST_BY_HAND), say("Whole credits.")]
    every: Every
    starts_on: date
    ends_on: Annotated[date | None, say("The last day on which a period may begin.")] = None


class Steps(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True)
class Step:
    step: Steps


@dataclass(frozen=True)
class Sought(Paging):
    show: Annotated[Shown, say("Which entries.")] = Shown.ALL


CreditPage = page_of(Credit)
LogPage = page_of(Entry)


def credit(user: User, wallet: Wallet, plan: ReplenishmentPlan | None, today: date) -> Credit:
    used = limits.used(wallet, max(today, wallet.counted_on))
    most = limits.of(wallet)
    return Credit(
        user.key,
        user.name,
        credits.text(wallet.available),
        credits.text(wallet.held),
        _limit(most.day, used.day),
        _limit(most.week, used.week),
        _limit(most.month, used.month),
        _plan(plan),
    )


def _limit(most: int | None, used: int) -> Limit:
    return Limit(None if most is None else credits.text(most), credits.text(used))


def entry(row: LedgerEntry, message: str | None) -> Entry:
    changed = credit_log.signed(row) or row.amount
    return Entry(
        row.kind,
        credits.text(changed),
        credits.text(row.available),
        credits.text(row.held),
        row.at,
        row.reason,
        message,
        row.facts.get("parts"),
    )


def _plan(plan: ReplenishmentPlan | None) -> PlanState | None:
    if plan is None or plan.stopped_at:
        return None
    return PlanState(
        plan.filling,
        credits.text(plan.amount),
        plan.every,
        plan.starts_on,
        plan.ends_on,
        plan.next_on,
        plan.paused_at is not None,
    )
