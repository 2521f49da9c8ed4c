"""A service's target: so many percent of customers have an answer within so many seconds.

Whoever has no answer yet and wrote less than the target ago counts in neither way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.routing.needing import BEGUN_BY_CUSTOMERS, HOUR
from occ.services.models import Service

_MOST = 20_000


class Target(NamedTuple):
    percent: int
    seconds: int

    def judges(self, answered_after: float | None, age: float) -> bool | None:
        """Whether they were answered in time; None where it is too early to say.

        Both in seconds: after how many they had an answer, and how long ago they wrote.
        """
        if answered_after is not None:
            return answered_after <= self.seconds
        return None if age <= self.seconds else False

    def is_missed(self, in_time: int, of: int) -> bool:
        return 100 * in_time < self.percent * of


def by_service(session: Session) -> dict[int, Target]:
    """Of those services that have one."""
    rows = select(Service.id, Service.target_percent, Service.target_seconds)
    found = session.execute(rows.where(Service.target_percent > 0))
    return {service_id: Target(percent, seconds) for service_id, percent, seconds in found}


def last_hour(session: Session, which: ColumnElement[bool], now: datetime) -> list[dict[str, Any]]:
    """How the services of `which` that have a target do just now, by name; for screens."""
    goals: Mapping[int, Target] = by_service(session)
    if not goals:
        return []
    judged: defaultdict[int, list[bool]] = defaultdict(list)
    for service_id, opened, answered in session.execute(
        select(Conversation.service_id, Conversation.opened_at, Conversation.first_answered_at)
        .where(
            Conversation.opened_at >= now - HOUR,
            Conversation.service_id.in_(goals),
            BEGUN_BY_CUSTOMERS,
        )
        .limit(_MOST)
    ):
        after = None if answered is None else (answered - opened).total_seconds()
        verdict = goals[service_id].judges(after, (now - opened).total_seconds())
        if verdict is not None:
            judged[service_id].append(verdict)
    services = select(Service).where(Service.id.in_(goals), Service.archived_at.is_(None), which)
    return [
        {
            "key": service.key,
            "name": service.name,
            **goals[service.id]._asdict(),
            "of": len(judged[service.id]),
            "in_time": sum(judged[service.id]),
            "missed": goals[service.id].is_missed(sum(judged[service.id]), len(judged[service.id])),
        }
        for service in session.scalars(services.order_by(Service.name))
    ]
