"""A user with a wallet, and what their rows say."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import drift, wallets
from occ.billing.models import LedgerEntry, Wallet
from occ.core.run import Runner
from tests.builders import NOW, an_agent

_keys = count(1)


def a_wallet(session: Session, credits: int = 0, now: datetime = NOW) -> int:
    """The id of one that holds so many credits."""
    wallet = wallets.open_for(session, an_agent(session, online=False).id, now)
    if credits:
        wallets.adjust(session, wallet.id, credits, (f"add:{next(_keys)}", None, "To begin"), now)
    return wallet.id


def stands(run: Runner, wallet_id: int) -> tuple[int, int]:
    """Available and held, in milli-credits; every sum is right besides."""
    with run.reading() as session:
        assert drift.drift(session) == []
        assert sum(drift.totals(session).values()) == 0
        wallet = session.get_one(Wallet, wallet_id)
        return wallet.available, wallet.held


def entries(run: Runner, wallet_id: int) -> list[tuple[str, int, int, int]]:
    """Kind, amount, and what was available and held after it, oldest first."""
    with run.reading() as session:
        rows = session.scalars(
            select(LedgerEntry).where(LedgerEntry.wallet_id == wallet_id).order_by(LedgerEntry.id)
        )
        return [(row.kind.value, row.amount, row.available, row.held) for row in rows]
