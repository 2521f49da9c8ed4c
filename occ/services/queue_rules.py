"""How a service's queue is served: its priority, where long waits go, who knows the customer, and
how soon there is to be an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid, NotFound
from occ.core.locks import locked
from occ.core.priority import Priority, name_of
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.services.models import Service

OVERFLOW_MINUTES = range(1, 24 * 60 + 1)
STICKY_HOURS = range(0, 24 * 90 + 1)
TARGET_PERCENT = range(0, 101)
TARGET_SECONDS = range(5, 24 * 3600 + 1)


@dataclass(frozen=True)
class QueueRules:
    priority: Priority = Priority.NORMAL
    overflow_to: str = ""
    """The key of a service; empty: whoever waits stays."""
    overflow_after_minutes: int = 10
    sticky_hours: int = 0
    """For so long after closing a customer comes back to the same agent; 0: not at all."""
    returns_parked: bool = True
    """Whether what was parked comes back to who parked it."""
    target_percent: int = 0
    """So many of a hundred customers are to have an answer in time; 0: no target."""
    target_seconds: int = 60


def of(session: Session, service: Service) -> QueueRules:
    target = session.get(Service, service.overflow_to_id) if service.overflow_to_id else None
    return QueueRules(
        Priority(service.priority),
        target.key if target else "",
        service.overflow_after_minutes,
        service.sticky_hours,
        service.returns_parked,
        service.target_percent,
        service.target_seconds,
    )


def targets(session: Session, service: Service) -> Sequence[Service]:
    """Those that whoever waits for this one could go over to."""
    every = session.scalars(
        select(Service).where(Service.archived_at.is_(None)).order_by(Service.name)
    ).all()
    return [one for one in every if not _why_not(service, one, every)]


def save(
    session: Session, actor_id: int | None, key: str, rules: QueueRules, now: datetime
) -> Service:
    """Raises Invalid, NotFound."""
    # All of them: two that are saved at once must not come to name each other.
    every: Sequence[Service] = session.scalars(
        locked(select(Service).where(Service.archived_at.is_(None)).order_by(Service.id))
    ).all()
    by_key = {one.key: one for one in every}
    service = by_key.get(key)
    if service is None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    target = by_key.get(rules.overflow_to)
    if rules.overflow_to:
        wrong = _why_not(service, target, every) if target else say("There is no such service.")
        if wrong:
            raise Invalid({"overflow_to": wrong})
    before = of(session, service)
    service.priority = rules.priority
    service.overflow_to_id = target.id if target else None
    service.overflow_after_minutes = rules.overflow_after_minutes
    service.sticky_hours, service.returns_parked = rules.sticky_hours, rules.returns_parked
    service.target_percent, service.target_seconds = rules.target_percent, rules.target_seconds
    session.flush()
    names = {one.key: one.name for one in every}
    journal.write(
        session,
        actor_id,
        "service_changed",
        journal.Subject("service", key),
        now,
        before=_facts(before, names),
        after=_facts(rules, names),
    )
    return service


def _why_not(service: Service, target: Service, every: Sequence[Service]) -> Words | None:
    """Why nobody goes over from the one to the other: it would never end, or nobody is there."""
    if target.is_unassigned:
        return say("Nobody serves this queue. Choose a service.")
    leads = {one.id: one.overflow_to_id for one in every}
    seen: int | None = target.id
    while seen is not None:
        if seen == service.id:
            return say("%(name)s leads back to this service: choose another.", name=target.name)
        seen = leads.get(seen)
    return None


def _facts(rules: QueueRules, names: dict[str, str]) -> dict[str, Any]:
    return {
        **asdict(rules),
        "priority": name_of(rules.priority),
        "overflow_to": names.get(rules.overflow_to),
    }
