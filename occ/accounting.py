"""`occ credit check`: every balance computed anew from the ledger."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occ.billing import credits, drift
from occ.core.db import Database
from occ.messaging import payment_drift
from occ.users import listing


def check(database: Database) -> tuple[str, bool]:
    """What the accounts hold, a line for whatever differs, and whether anything does."""
    with database.reading() as session:
        found, unlike = drift.drift(session), payment_drift.drift(session)
        lines = [_accounts(session), *_differences(session, found)]
        lines += [f"{each.subject}: {each.what} is {each.kept}, not {each.real}" for each in unlike]
    return "\n".join(lines), bool(found or unlike)


def _accounts(session: Session) -> str:
    totals = drift.totals(session)
    told = " · ".join(f"{account} {credits.text(amount)}" for account, amount in totals.items())
    return f"{told} · sum {credits.text(sum(totals.values()))}"


def _differences(session: Session, found: list[drift.Drift]) -> list[str]:
    if not found:
        return ["Every balance is what its entries say."]
    names = listing.names(session, {each.user_id for each in found})
    return [
        f"{names[each.user_id]}: {each.what} is {each.kept}, and its rows say {each.real}"
        for each in found
    ]
