"""How a service's queue is served: its priority."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.priority import Priority, name_of
from occ.core.words import say
from occ.journal import entries as journal
from occ.services.models import Service


@dataclass(frozen=True)
class QueueRules:
    priority: Priority = Priority.NORMAL


def of(service: Service) -> QueueRules:
    return QueueRules(Priority(service.priority))


def save(
    session: Session, actor_id: int | None, key: str, rules: QueueRules, now: datetime
) -> Service:
    """Raises NotFound."""
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    before = _facts(of(service))
    for name, value in asdict(rules).items():
        setattr(service, name, value)
    session.flush()
    subject, after = journal.Subject("service", key), _facts(rules)
    journal.write(session, actor_id, "service_changed", subject, now, before=before, after=after)
    return service


def _facts(rules: QueueRules) -> dict[str, Any]:
    return {**asdict(rules), "priority": name_of(rules.priority)}
