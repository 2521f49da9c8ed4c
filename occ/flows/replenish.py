"""A wallet's plan pays the period that has begun; it stands in the user's Events (D4, D7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import credits, plans
from occ.billing.models import Wallet
from occ.journal import entries as journal
from occ.users.models import User


def replenish(session: Session, wallet_id: int, now: datetime) -> int | None:
    """The milli-credits added; None where nothing was due any more."""
    added = plans.pay(session, wallet_id, now)
    if added:
        wallet = session.get_one(Wallet, wallet_id)
        user_key = session.scalars(select(User.key).where(User.id == wallet.user_id)).one()
        journal.write(
            session,
            None,
            "credit_replenished",
            journal.Subject("user", user_key),
            now,
            before={"available": credits.text(wallet.available - added)},
            after={"available": credits.text(wallet.available)},
        )
    return added
