"""What a wallet may spend in a day, a week and a month (D4): counted by the hold itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, or_, update
from sqlalchemy.orm import Session

from occ.billing import credits, periods
from occ.billing.models import Wallet
from occ.core.errors import Conflict
from occ.core.words import Words, say
from occ.settings import store
from occ.settings.pages import CompanySettings


class LimitReached(Conflict):
    code = "limit_reached"


@dataclass(frozen=True)
class Limits:
    """In milli-credits; None sets none."""

    day: int | None = None
    week: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Used:
    """In the day, the week and the month of a date."""

    day: int
    week: int
    month: int


def today(session: Session, now: datetime) -> date:
    """In the company's zone: the day that limits and plans go by."""
    return periods.day_of(now, store.load(session, CompanySettings).zone)


def set_for(session: Session, wallet_id: int, wanted: Limits) -> None:
    session.execute(
        update(Wallet)
        .where(Wallet.id == wallet_id)
        .values(limit_day=wanted.day, limit_week=wanted.week, limit_month=wanted.month)
    )


def of(wallet: Wallet) -> Limits:
    return Limits(wallet.limit_day, wallet.limit_week, wallet.limit_month)


def used(wallet: Wallet, day: date) -> Used:
    """As the hold's own statement counts it."""
    return Used(
        wallet.used_day if wallet.counted_on >= day else 0,
        wallet.used_week if wallet.counted_on >= periods.week_of(day) else 0,
        wallet.used_month if wallet.counted_on >= periods.month_of(day) else 0,
    )


def counting(day: date, amount: int) -> tuple[list[ColumnElement[bool]], dict[str, Any]]:
    """The conditions and the columns by which a hold is counted.

    `day` is never before the wallet's `counted_on`: a change of the company's zone turns no
    day back, or what was used would be forgotten.
    """
    begun = {"day": day, "week": periods.week_of(day), "month": periods.month_of(day)}
    conditions: list[ColumnElement[bool]] = []
    counters: dict[str, Any] = {"counted_on": day}
    for name, since in begun.items():
        used, limit = getattr(Wallet, f"used_{name}"), getattr(Wallet, f"limit_{name}")
        counted = case((Wallet.counted_on >= since, used), else_=0) + amount
        conditions.append(or_(limit.is_(None), counted <= limit))
        counters[f"used_{name}"] = counted
    return conditions, counters


def recounting(wallet: Wallet, amounts: Mapping[date, int]) -> dict[str, Any]:
    """The columns by which what was held on these days comes to count so much more, or less.

    A period that is over by now is not touched.
    """
    periods_of: dict[str, Callable[[date], date]] = {
        "day": lambda day: day,
        "week": periods.week_of,
        "month": periods.month_of,
    }
    counters = {}
    for name, period_of in periods_of.items():
        present = period_of(wallet.counted_on)
        more = sum(amount for day, amount in amounts.items() if period_of(day) == present)
        if more:
            counters[f"used_{name}"] = getattr(Wallet, f"used_{name}") + more
    return counters


def refusal(wallet: Wallet, day: date, amount: int) -> LimitReached | None:
    """The first limit that stands in the way, if one does."""
    known, limit = used(wallet, day), of(wallet)
    for most, counted, words in (
        (limit.day, known.day, _DAY),
        (limit.week, known.week, _WEEK),
        (limit.month, known.month, _MONTH),
    ):
        if most is not None and counted + amount > most:
            return LimitReached(_said(words, amount, most - counted, most))
    return None


_DAY = say(
    "This takes %(need)s credits, and %(left)s of today's %(limit)s are left."
    " Tomorrow there are more, or an administrator raises the limit."
)
_WEEK = say(
    "This takes %(need)s credits, and %(left)s of this week's %(limit)s are left."
    " On Monday there are more, or an administrator raises the limit."
)
_MONTH = say(
    "This takes %(need)s credits, and %(left)s of this month's %(limit)s are left."
    " Next month there are more, or an administrator raises the limit."
)


def _said(words: Words, need: int, left: int, limit: int) -> Words:
    return Words(
        words.text,
        {
            "need": credits.text(need),
            "left": credits.text(max(0, left)),
            "limit": credits.text(limit),
        },
    )
