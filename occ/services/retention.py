"""How long a service keeps what was said: months after a conversation was closed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.journal import entries as journal
from occ.services.models import Service

MONTHS = range(0, 121)
"""0: for ever."""


def save(session: Session, actor_id: int | None, key: str, months: int, now: datetime) -> bool:
    """Whether that changes anything. Raises NotFound."""
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None:
        raise NotFound(say("There is no such service."))
    if service.retain_months == months:
        return False
    before = {"retain_months": service.retain_months}
    service.retain_months = months
    session.flush()
    subject, after = journal.Subject("service", key), {"retain_months": months}
    journal.write(session, actor_id, "service_changed", subject, now, before=before, after=after)
    return True


def limited(session: Session) -> Sequence[Service]:
    """Those that do not keep everything, archived ones too."""
    return session.scalars(
        select(Service).where(Service.retain_months > 0).order_by(Service.id)
    ).all()


def keeps_since(months: int, now: datetime) -> datetime:
    """What was closed before is over its time; the same day of the month, or its last."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
