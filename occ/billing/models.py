"""Wallets, their ledger, what is set aside, and the plans that fill them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.billing.credits import MOST
from occ.billing.periods import Every
from occ.core.types import Base


class Wallet(Base):
    """A user's balance, in milli-credits: what is available, and what is held for messages.

    Its row is changed by occ/billing/ledger.py alone, in the transaction of the entries that
    say why. `used_…` count what was held or spent in the day, the week (from Monday) and the
    month of `counted_on`, in the company's zone.
    """

    __tablename__ = "wallets"
    __table_args__ = (
        CheckConstraint(f"available BETWEEN 0 AND {MOST}", name="available"),
        CheckConstraint(f"held BETWEEN 0 AND {MOST}", name="held"),
        CheckConstraint("used_day >= 0 AND used_week >= 0 AND used_month >= 0", name="used"),
        CheckConstraint(
            "(limit_day IS NULL OR limit_day >= 0) AND (limit_week IS NULL OR limit_week >= 0)"
            " AND (limit_month IS NULL OR limit_month >= 0)",
            name="limits",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    available: Mapped[int] = mapped_column(BigInteger, default=0)
    held: Mapped[int] = mapped_column(BigInteger, default=0)
    limit_day: Mapped[int | None] = mapped_column(BigInteger)
    limit_week: Mapped[int | None] = mapped_column(BigInteger)
    limit_month: Mapped[int | None] = mapped_column(BigInteger)
    counted_on: Mapped[date]
    used_day: Mapped[int] = mapped_column(BigInteger, default=0)
    used_week: Mapped[int] = mapped_column(BigInteger, default=0)
    used_month: Mapped[int] = mapped_column(BigInteger, default=0)
    opened_at: Mapped[datetime]


class Account(StrEnum):
    """Where credit can be; what leaves one arrives in another, so all of them sum to zero."""

    ISSUED = "issued"
    """The company's: it goes below zero by what it has given out."""
    AVAILABLE = "available"
    HELD = "held"
    SPENT = "spent"


class EntryKind(StrEnum):
    ADDED = "added"
    TAKEN = "taken"
    REPLENISHED = "replenished"
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    REFUNDED = "refunded"


MOVES: dict[EntryKind, tuple[tuple[Account, Account], ...]] = {
    EntryKind.ADDED: ((Account.ISSUED, Account.AVAILABLE),),
    EntryKind.TAKEN: ((Account.AVAILABLE, Account.ISSUED),),
    EntryKind.REPLENISHED: ((Account.ISSUED, Account.AVAILABLE),),
    EntryKind.HELD: ((Account.AVAILABLE, Account.HELD),),
    # What was billed beyond the hold comes from what is available.
    EntryKind.CAPTURED: ((Account.HELD, Account.SPENT), (Account.AVAILABLE, Account.SPENT)),
    EntryKind.RELEASED: ((Account.HELD, Account.AVAILABLE),),
    EntryKind.REFUNDED: ((Account.SPENT, Account.AVAILABLE),),
}
_PAIRS = " OR ".join(
    f"(kind = '{kind}' AND source = '{source}' AND destination = '{destination}')"
    for kind, moves in MOVES.items()
    for source, destination in moves
)


class LedgerEntry(Base):
    """One unchangeable movement of credit, from one account to another.

    Both sides stand in one row, so there is no half of a pair. `key` is the effect's: the same
    effect posted again changes nothing, and another one under its key is an error (`digest` is
    of its content). No telephone number stands here: an entry can't be erased, and a person may
    ask to be. Triggers of the database refuse to change or delete an entry.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint(f"amount BETWEEN 1 AND {MOST}", name="amount"),
        CheckConstraint(_PAIRS, name="accounts"),
        CheckConstraint("available >= 0 AND held >= 0", name="balance"),
        Index("ix_ledger_entries_wallet", "wallet_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    wallet_id: Mapped[int] = mapped_column(ForeignKey("wallets.id"))
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"), index=True)
    kind: Mapped[EntryKind]
    source: Mapped[Account]
    destination: Mapped[Account]
    amount: Mapped[int] = mapped_column(BigInteger)
    available: Mapped[int] = mapped_column(BigInteger)
    """Of the wallet, after this entry; so is `held`."""
    held: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]]


class ReservationState(StrEnum):
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    REFUNDED = "refunded"


class Reservation(Base):
    """Credit set aside for one message, from its claim to the provider's answer.

    `parts` at `price` milli-credits each were held; `billed` of them were captured. `short` is what
    was billed and no longer covered: a balance never goes below zero for it.
    """

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("amount >= 1 AND parts >= 1 AND price >= 1", name="amount"),
        CheckConstraint("spent >= 0 AND short >= 0 AND billed >= 0", name="spent"),
        Index("ix_reservations_counted", "wallet_id", "counted_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    wallet_id: Mapped[int] = mapped_column(ForeignKey("wallets.id"))
    state: Mapped[ReservationState] = mapped_column(default=ReservationState.HELD)
    parts: Mapped[int]
    price: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    billed: Mapped[int] = mapped_column(default=0)
    spent: Mapped[int] = mapped_column(BigInteger, default=0)
    short: Mapped[int] = mapped_column(BigInteger, default=0)
    cause: Mapped[str]
    """What it is spent for, such as one run of a campaign; empty for a single message."""
    facts: Mapped[dict[str, Any]]
    counted_on: Mapped[date]
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Spending(Base):
    """What one cause has taken from a wallet in one day: a line of the user's Events."""

    __tablename__ = "spendings"
    __table_args__ = (CheckConstraint("messages >= 0 AND parts >= 0 AND spent >= 0", name="spent"),)

    wallet_id: Mapped[int] = mapped_column(ForeignKey("wallets.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(primary_key=True)
    messages: Mapped[int]
    parts: Mapped[int]
    spent: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime]


class Filling(StrEnum):
    FILL_UP = "fill_up"
    """To `amount`, which is then the period's limit (D4)."""
    ADD = "add"


class ReplenishmentPlan(Base):
    """A wallet's one plan: `amount` milli-credits every day, week or month from `starts_on` on.

    `next_on` is the first day of the period to be paid next and only ever rises past what was
    paid (`settled_on`), so no period is paid twice, whoever runs it and whatever is edited.
    Days are the company's.
    """

    __tablename__ = "replenishment_plans"
    __table_args__ = (
        UniqueConstraint("wallet_id"),
        CheckConstraint(f"amount BETWEEN 1 AND {MOST}", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wallet_id: Mapped[int] = mapped_column(ForeignKey("wallets.id"))
    filling: Mapped[Filling]
    amount: Mapped[int] = mapped_column(BigInteger)
    every: Mapped[Every]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day on which a period may begin."""
    next_on: Mapped[date] = mapped_column(index=True)
    settled_on: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
