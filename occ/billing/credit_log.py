"""Read a wallet's entries, a page at a time, the newest first (D6)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.models import (
    Account,
    EntryKind,
    LedgerEntry,
    Reservation,
    ReservationState,
    Spending,
)

_OWN = {Account.AVAILABLE, Account.HELD}


class Shown(StrEnum):
    """Which entries: those that change the balance, some of these, or those that only set aside."""

    ALL = "all"
    ADDED = "added"
    SPENT = "spent"
    SET_ASIDE = "set_aside"


_BY_HAND_OR_PLAN = (EntryKind.ADDED, EntryKind.TAKEN, EntryKind.REPLENISHED)
_BY_MESSAGES = (EntryKind.CAPTURED, EntryKind.REFUNDED)
KINDS: dict[Shown, tuple[EntryKind, ...]] = {
    Shown.ALL: _BY_HAND_OR_PLAN + _BY_MESSAGES,
    Shown.ADDED: _BY_HAND_OR_PLAN,
    Shown.SPENT: _BY_MESSAGES,
    Shown.SET_ASIDE: (EntryKind.HELD, EntryKind.RELEASED),
}


def page(
    session: Session, wallet_id: int, shown: Shown, before: int | None, most: int | None
) -> Sequence[LedgerEntry]:
    """Those with an id below `before`, where it is given."""
    query = select(LedgerEntry).where(
        LedgerEntry.wallet_id == wallet_id, LedgerEntry.kind.in_(KINDS[shown])
    )
    if before is not None:
        query = query.where(LedgerEntry.id < before)
    return session.scalars(query.order_by(LedgerEntry.id.desc()).limit(most)).all()


def reservations(session: Session, entries: Sequence[LedgerEntry]) -> dict[int, str]:
    """The keys of what entries are about, by the entry's id."""
    about = {each.id: each.reservation_id for each in entries if each.reservation_id is not None}
    query = select(Reservation.id, Reservation.key).where(Reservation.id.in_(set(about.values())))
    keys = {number: key for number, key in session.execute(query)}
    return {entry_id: keys[number] for entry_id, number in about.items()}


def of_one(session: Session, spending: Spending) -> str | None:
    """The key of the reservation behind what one message took; None where several did."""
    if spending.messages != 1:
        return None
    query = select(Reservation.key).where(
        Reservation.wallet_id == spending.wallet_id,
        Reservation.counted_on == spending.day,
        Reservation.cause == spending.cause,
        Reservation.state == ReservationState.CAPTURED,
    )
    return session.scalar(query.limit(1))


def signed(entry: LedgerEntry) -> int:
    """By how much the balance changed: what is set aside still belongs to it."""
    return entry.amount * ((entry.destination in _OWN) - (entry.source in _OWN))


def balance(entry: LedgerEntry) -> int:
    """After the entry: available and set aside together."""
    return entry.available + entry.held
