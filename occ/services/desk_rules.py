"""What a service lets its agents do: taking, parking, wrap-up, outcomes, forgotten customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.journal import entries as journal
from occ.services.models import Service

PARK_AFTER_HOURS = range(0, 24 * 30 + 1)
WRAP_UP_SECONDS = range(0, 30 * 60 + 1)
MINUTES = range(0, 24 * 60 + 1)


@dataclass(frozen=True)
class DeskRules:
    """Zeros switch off what they are the time of."""

    park_after_hours: int
    wrap_up_seconds: int
    asks_outcome: bool
    forgotten_after_minutes: int
    alert_after_minutes: int
    return_after_minutes: int = 0
    agents_take: bool = True


def of(service: Service) -> DeskRules:
    return DeskRules(
        service.park_after_hours,
        service.wrap_up_seconds,
        service.asks_outcome,
        service.forgotten_after_minutes,
        service.alert_after_minutes,
        service.return_after_minutes,
        service.agents_take,
    )


def save(session: Session, actor_id: int | None, key: str, rules: DeskRules, now: datetime) -> None:
    """Raises NotFound."""
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    before = asdict(of(service))
    for name, value in asdict(rules).items():
        setattr(service, name, value)
    session.flush()
    subject, after = journal.Subject("service", key), asdict(rules)
    journal.write(session, actor_id, "service_changed", subject, now, before=before, after=after)
