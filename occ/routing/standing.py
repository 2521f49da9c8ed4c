"""What a visitor is told of a service before they write: whether it is open, how long they wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from occ.routing import expected
from occ.services import opening
from occ.services.models import Service

_LONGEST = timedelta(hours=2)
"""Of more nobody is told: a guess so far ahead says nothing."""


class Standing(NamedTuple):
    """`opens`: None where no opening follows. `wait`: None where it is open and nobody knows."""

    is_open: bool = True
    opens: datetime | None = None
    wait: timedelta | None = None

    @property
    def minutes(self) -> int:
        """Of the wait, begun ones too; 0: none, or not known."""
        return -(-int(self.wait.total_seconds()) // 60) if self.wait else 0


def when_shut(session: Session, service: Service, now: datetime) -> Standing:
    """How it stands once its hours are over; without hours it never says when it opens."""
    hours = opening.of(session, service)
    over = hours.shuts_at(now) or now
    opens = hours.next_opening(over)
    return Standing(False, opens if opens and opens > now else None)


def of(session: Session, service: Service, now: datetime) -> Standing:
    hours = opening.of(session, service)
    if not hours.is_open(now):
        return Standing(False, hours.next_opening(now))
    wait = expected.of_newcomer(session, service.id, now)
    return Standing(wait=wait if wait is not None and wait <= _LONGEST else None)
