"""Compute every balance anew from the entries: what differs is an alarm, never mended silently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session

from occ.billing import periods
from occ.billing.models import (
    Account,
    LedgerEntry,
    Reservation,
    ReservationState,
    Spending,
    Wallet,
)

_COSTS = case(
    (Reservation.state == ReservationState.HELD, Reservation.amount),
    (Reservation.state == ReservationState.CAPTURED, Reservation.spent),
    else_=0,
)


class Drift(NamedTuple):
    """`what` of a wallet is kept otherwise than its rows say; in milli-credits or a count."""

    wallet_id: int
    user_id: int
    what: str
    kept: int
    real: int


def totals(session: Session) -> dict[Account, int]:
    """What the entries make of every account; they sum to zero."""
    found = dict.fromkeys(Account, 0)
    query = select(LedgerEntry.source, LedgerEntry.destination, func.sum(LedgerEntry.amount))
    grouped = query.group_by(LedgerEntry.source, LedgerEntry.destination)
    for source, destination, amount in session.execute(grouped):
        found[source] -= int(amount)
        found[destination] += int(amount)
    return found


def drift(session: Session) -> list[Drift]:
    """Balances, running balances, what is held, what limits have counted and what was spent."""
    return [*_balances(session), *_running(session), *_used(session), *_spent(session)]


def _balances(session: Session) -> Iterator[Drift]:
    for account, kept in ((Account.AVAILABLE, Wallet.available), (Account.HELD, Wallet.held)):
        sums = _per_wallet(_change(account), LedgerEntry)
        yield from _differing(session, f"{account} by entries", kept, sums)
    held = _per_wallet(
        case((Reservation.state == ReservationState.HELD, Reservation.amount), else_=0), Reservation
    )
    yield from _differing(session, "held by reservations", Wallet.held, held)


def _running(session: Session) -> Iterator[Drift]:
    """Entries whose balance is not the sum of all up to them."""
    for account, kept in (
        (Account.AVAILABLE, LedgerEntry.available),
        (Account.HELD, LedgerEntry.held),
    ):
        so_far = func.sum(_change(account)).over(
            partition_by=LedgerEntry.wallet_id, order_by=LedgerEntry.id
        )
        lines = select(LedgerEntry.wallet_id, kept.label("kept"), so_far.label("real")).subquery()
        wrong = (
            select(lines.c.wallet_id, func.count().label("real"))
            .where(lines.c.kept != lines.c.real)
            .group_by(lines.c.wallet_id)
            .subquery()
        )
        nothing: Any = Wallet.held - Wallet.held
        yield from _differing(session, f"{account} after entries", nothing, wrong)


def _used(session: Session) -> Iterator[Drift]:
    """What the limits of a wallet's present day, week and month have counted."""
    for wallet in session.scalars(select(Wallet).order_by(Wallet.id)):
        day = wallet.counted_on
        since = {"day": day, "week": periods.week_of(day), "month": periods.month_of(day)}
        columns = [
            func.coalesce(func.sum(case((Reservation.counted_on >= first, _COSTS), else_=0)), 0)
            for first in since.values()
        ]
        reals = session.execute(
            select(*columns).where(
                Reservation.wallet_id == wallet.id,
                Reservation.counted_on >= min(since.values()),
                Reservation.counted_on <= day,
            )
        ).one()
        for name, real in zip(since, reals, strict=True):
            kept = getattr(wallet, f"used_{name}")
            if kept != int(real):
                yield Drift(wallet.id, wallet.user_id, f"used this {name}", kept, int(real))


def _spent(session: Session) -> Iterator[Drift]:
    kept: Any = (
        select(func.coalesce(func.sum(Spending.spent), 0))
        .where(Spending.wallet_id == Wallet.id)
        .correlate(Wallet)
        .scalar_subquery()
    )
    sums = _per_wallet(_change(Account.SPENT), LedgerEntry)
    yield from _differing(session, "spent by cause", kept, sums)


def _change(account: Account) -> ColumnElement[int]:
    return case(
        (LedgerEntry.destination == account, LedgerEntry.amount),
        (LedgerEntry.source == account, -LedgerEntry.amount),
        else_=0,
    )


def _per_wallet(amount: ColumnElement[int], of: type[LedgerEntry] | type[Reservation]) -> Subquery:
    real = func.sum(amount).label("real")
    return select(of.wallet_id, real).group_by(of.wallet_id).subquery()


def _differing(session: Session, what: str, kept: Any, sums: Subquery) -> Iterator[Drift]:
    real = func.coalesce(sums.c.real, 0)
    query = (
        select(Wallet.id, Wallet.user_id, kept, real)
        .outerjoin(sums, sums.c.wallet_id == Wallet.id)
        .where(kept != real)
        .order_by(Wallet.id)
    )
    for wallet_id, user_id, stands, found in session.execute(query):
        yield Drift(wallet_id, user_id, what, int(stands), int(found))
