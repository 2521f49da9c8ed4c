"""An administrator gives a user a power, or withdraws it (D2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import powers
from occ.billing.power_models import Power, PowerKind
from occ.journal import entries as journal
from occ.routing import tell
from occ.users import accounts


def give(
    session: Session, actor_id: int | None, user_key: str, kind: PowerKind, now: datetime
) -> Power:
    """Raises NotFound, Conflict."""
    user = accounts.by_key(session, user_key)
    power = powers.give(session, user.id, kind, actor_id, now)
    _write(session, actor_id, "power_given", user_key, kind, now)
    return power


def withdraw(
    session: Session, actor_id: int | None, user_key: str, power_key: str, now: datetime
) -> Power:
    """A plan of the wallet's pauses, or it would go on filling what nobody sees.

    Raises NotFound, Conflict.
    """
    user = accounts.by_key(session, user_key)
    power = powers.find(session, user.id, power_key)
    powers.withdraw(session, power, now)
    _write(session, actor_id, "power_withdrawn", user_key, power.kind, now)
    tell.audience_changed(session, user.id)
    if power.kind is PowerKind.CREDITS and powers.pause_plan(session, power, now):
        subject = journal.Subject("user", user_key)
        journal.write(session, actor_id, "plan_paused", subject, now)
    return power


def _write(
    session: Session,
    actor_id: int | None,
    action: str,
    user_key: str,
    kind: PowerKind,
    now: datetime,
) -> None:
    subject = journal.Subject("user", user_key)
    journal.write(session, actor_id, action, subject, now, after={"power": kind.value})
