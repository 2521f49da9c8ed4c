"""Open a wallet, add credit by hand, take it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import credits, ledger, limits
from occ.billing.credits import MILLI, MOST, MOST_BY_HAND
from occ.billing.ledger import Move
from occ.billing.models import MOVES, EntryKind, Wallet
from occ.core.db import insert
from occ.core.errors import Conflict, Invalid
from occ.core.words import Words, say

LONGEST_REASON = 200


def open_for(session: Session, user_id: int, now: datetime) -> Wallet:
    """The user's wallet; made, and empty, where there is none yet."""
    session.execute(
        insert(session, Wallet.__table__)
        .values(
            user_id=user_id,
            available=0,
            held=0,
            used_day=0,
            used_week=0,
            used_month=0,
            counted_on=limits.today(session, now),
            opened_at=now,
        )
        .on_conflict_do_nothing(index_elements=["user_id"])
    )
    return session.execute(select(Wallet).where(Wallet.user_id == user_id)).scalar_one()


def of(session: Session, user_id: int) -> Wallet | None:
    return session.scalar(select(Wallet).where(Wallet.user_id == user_id))


def check(amount: int, reason: str) -> str:
    """The reason as it is kept; `amount` is in whole credits. Raises Invalid."""
    errors: dict[str, Words] = {}
    reason = " ".join(reason.split())
    if amount == 0:
        errors["amount"] = say("Zero changes nothing: enter how much to add, or −5 to take five.")
    elif abs(amount) > MOST_BY_HAND:
        errors["amount"] = say("At most %(most)s credits in one go.", most=MOST_BY_HAND)
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = say("Enter a reason of 1 to %(most)s characters.", most=LONGEST_REASON)
    if errors:
        raise Invalid(errors)
    return reason


def adjust(
    session: Session,
    wallet_id: int,
    amount: int,
    why: tuple[str, int | None, str],
    now: datetime,
) -> bool:
    """Add whole credits, or take them where `amount` is below zero (D3). False for a repetition.

    `why` is the effect's key, who does it, and their reason. Taking never takes what is held
    and never goes below zero. Raises Invalid, Conflict.
    """
    key, actor_id, reason = why
    reason = check(amount, reason)
    milli = amount * MILLI
    content = ledger.digest(
        {"wallet": wallet_id, "amount": milli, "reason": reason, "by": actor_id}
    )
    wallet = ledger.lock(session, wallet_id)
    if ledger.repeated(session, {key: content}):
        return False
    kind = EntryKind.ADDED if amount > 0 else EntryKind.TAKEN
    [(source, destination)] = MOVES[kind]
    move = Move(
        key, content, kind, source, destination, abs(milli), actor_id=actor_id, reason=reason
    )
    if wallet.available + wallet.held + milli > MOST:
        raise Conflict(
            say("A wallet holds at most %(most)s credits.", most=MOST // MILLI), "too_much"
        )
    if not ledger.post(session, wallet, [move], now):
        raise Conflict(
            say(
                "%(available)s credits are available and %(held)s are set aside for messages"
                " under way. Take at most what is available.",
                available=credits.text(wallet.available),
                held=credits.text(wallet.held),
            ),
            "not_available",
        )
    return True
