"""Give a power, withdraw it, ask for it (D2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.billing import ledger, plans, wallets
from occ.billing.models import Wallet
from occ.billing.power_models import Power, PowerKind
from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict, NotFound
from occ.core.words import say


def give(
    session: Session, user_id: int, kind: PowerKind, actor_id: int | None, now: datetime
) -> Power:
    """Credits opens a wallet, or the one the user had before. Raises Conflict."""
    made = session.execute(
        insert(session, Power.__table__)
        .values(key=ids.new("pow"), user_id=user_id, kind=kind, given_at=now, given_by=actor_id)
        .on_conflict_do_nothing()
        .returning(Power.id)
    ).scalar_one_or_none()
    if made is None:
        raise Conflict(say("The user has this power already."), "given_already")
    if kind is PowerKind.CREDITS:
        wallets.open_for(session, user_id, now)
    return session.get_one(Power, made)


def withdraw(session: Session, power: Power, now: datetime) -> None:
    """A wallet stays as it is, for the day the power is given again. Raises Conflict."""
    gone = session.execute(
        update(Power)
        .where(Power.id == power.id, Power.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(say("Somebody did this a moment ago."))


def pause_plan(session: Session, power: Power, now: datetime) -> bool:
    """Pause the plan of a Credits power's wallet; False where none runs."""
    wallet = ledger.lock(session, wallet_of(session, power).id)
    plan = plans.of(session, wallet.id)
    if plan is None or plan.stopped_at or plan.paused_at:
        return False
    plans.pause(session, wallet.id, now)
    return True


def of(session: Session, user_id: int) -> Sequence[Power]:
    """The user's present powers, in the order they were given."""
    return session.scalars(
        select(Power)
        .where(Power.user_id == user_id, Power.withdrawn_at.is_(None))
        .order_by(Power.id)
    ).all()


def find(session: Session, user_id: int, key: str) -> Power:
    """Raises NotFound, also for another user's."""
    for power in of(session, user_id):
        if power.key == key:
            return power
    raise NotFound(say("The user has no such power."))


def has(session: Session, user_id: int, kind: PowerKind) -> bool:
    return any(power.kind is kind for power in of(session, user_id))


def wallet_of(session: Session, power: Power) -> Wallet:
    """Raises NotFound for a power without one."""
    wallet = wallets.of(session, power.user_id)
    if power.kind is not PowerKind.CREDITS or wallet is None:
        raise NotFound(say("This power has no credit."))
    return wallet
