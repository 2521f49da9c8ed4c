"""The one place that moves credit: it changes the wallet and writes the entries that say why.

Every effect takes the wallet's row first, which then stands still until the commit, and is
decided by an UPDATE with a condition whose row count is checked: a sum never decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from occ.billing.models import Account, EntryKind, LedgerEntry, Wallet
from occ.core.db import plain
from occ.core.errors import Conflict
from occ.core.locks import lock_row
from occ.core.words import say


class KeyReused(Conflict):
    code = "key_reused"


@dataclass(frozen=True)
class Balance:
    """What is available and what is held, or by how much they change: milli-credits."""

    available: int
    held: int

    def __add__(self, other: Balance) -> Balance:
        return Balance(self.available + other.available, self.held + other.held)

    def __sub__(self, other: Balance) -> Balance:
        return Balance(self.available - other.available, self.held - other.held)


@dataclass(frozen=True)
class Move:
    """`amount` milli-credits from one account to another, for the effect `key`."""

    key: str
    digest: str
    kind: EntryKind
    source: Account
    destination: Account
    amount: int
    reservation_id: int | None = None
    actor_id: int | None = None
    reason: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def digest(content: Mapping[str, Any]) -> str:
    """Of what an effect does, to tell a repetition from another effect under the same key."""
    written = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def lock(session: Session, wallet_id: int) -> Wallet:
    """The wallet as it is now; nobody else changes it before the commit."""
    session.flush()
    wallet: Wallet = lock_row(session, select(Wallet).where(Wallet.id == wallet_id))
    return wallet


def repeated(session: Session, effects: Mapping[str, str]) -> set[str]:
    """Which of these effects (digests by key) have been posted; first the wallet is locked.

    Raises KeyReused where another effect was, under the same key.
    """
    query = select(LedgerEntry.key, LedgerEntry.digest).where(LedgerEntry.key.in_(effects))
    known = {key: content for key, content in session.execute(query)}
    if any(effects[key] != content for key, content in known.items()):
        raise KeyReused(
            say("Something else was done under this key. Load the page again and repeat it.")
        )
    return set(known)


def change(
    session: Session,
    wallet: Wallet,
    by: Balance,
    *conditions: ColumnElement[bool],
    **counters: Any,
) -> Balance | None:
    """Change the locked wallet: its new balance.

    None, and nothing changed, where a balance would go below zero or one of `conditions` does
    not hold. `counters` are columns set by the same statement.
    """
    changed = session.execute(
        update(Wallet)
        .where(
            Wallet.id == wallet.id,
            Wallet.available + by.available >= 0,
            Wallet.held + by.held >= 0,
            *conditions,
        )
        .values(available=Wallet.available + by.available, held=Wallet.held + by.held, **counters)
        .returning(Wallet.available, Wallet.held)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed is None:
        return None
    session.expire(wallet, ["available", "held", *counters])
    return Balance(*changed)


def write(
    session: Session, wallet: Wallet, moves: Sequence[Move], after: Balance, now: datetime
) -> None:
    """The entries of a change that led to the balance `after`."""
    balance = after - change_by(moves)
    rows = []
    for move in moves:
        balance += change_by([move])
        stands = {"wallet_id": wallet.id, "available": balance.available, "held": balance.held}
        rows.append({**vars(move), **stands, "at": now})
    connection, _ = plain(session)
    connection.execute(insert(LedgerEntry), rows)


def post(
    session: Session, wallet: Wallet, moves: Sequence[Move], now: datetime, **counters: Any
) -> bool:
    """Change and write; False, and nothing done, where a balance would go below zero."""
    after = change(session, wallet, change_by(moves), **counters)
    if after is None:
        return False
    write(session, wallet, moves, after, now)
    return True


def change_by(moves: Sequence[Move]) -> Balance:
    return Balance(
        sum(_into(move, Account.AVAILABLE) for move in moves),
        sum(_into(move, Account.HELD) for move in moves),
    )


def _into(move: Move, account: Account) -> int:
    return move.amount * ((move.destination is account) - (move.source is account))
