"""A service's opening hours: read, save, and ask about a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.journal import entries as journal
from occ.services import hours as rules
from occ.services import hours_text
from occ.services.hours import Hours
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import CompanySettings

MOST_DAYS = 100
LONGEST_DAY_NAME = 60


@dataclass(frozen=True)
class Opening:
    """`hours` None: always open. `own_zone` empty: the company's, which `zone` then is."""

    hours: Hours | None
    own_zone: str
    zone: str
    offers_when_shut: bool

    def is_open(self, at: datetime) -> bool:
        return self.hours is None or rules.is_open(self.hours, self.zone, at)

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` where it is open; None where it never opens again."""
        return at if self.hours is None else rules.next_opening(self.hours, self.zone, at)

    def shuts_at(self, at: datetime) -> datetime | None:
        """None where it is shut, or open without end."""
        return None if self.hours is None else rules.shuts_at(self.hours, self.zone, at)

    def holds_back(self, at: datetime) -> bool:
        """Whether what waits is offered to nobody now. Anybody may take it all the same."""
        return not self.offers_when_shut and not self.is_open(at)


def of(session: Session, service: Service, company: str | None = None) -> Opening:
    """`company`: its zone, where it was read before."""
    hours = hours_text.of_row(service.hours)
    # Every offer asks: what has no hours needs no zone.
    zone = service.zone
    if hours is not None and not zone:
        zone = company or store.load(session, CompanySettings).zone
    return Opening(hours, service.zone, zone or "UTC", service.offers_when_shut)


def save(
    session: Session,
    actor_id: int | None,
    key: str,
    wanted: tuple[Hours | None, str, bool],
    now: datetime,
) -> Service:
    """`wanted`: the hours, a zone of their own or "", whether to offer out of hours.

    Raises NotFound.
    """
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    before = facts(service)
    hours, service.zone, service.offers_when_shut = wanted
    service.hours = hours_text.stored(hours)
    session.flush()
    if before != facts(service):
        subject = journal.Subject("service", key)
        journal.write(
            session, actor_id, "service_changed", subject, now, before=before, after=facts(service)
        )
    return service


def facts(service: Service) -> dict[str, Any]:
    """For the journal: a field a day, so that a line tells of those that changed alone.

    A weekday's is its spans, another day's spans and name; empty spans: closed.
    """
    kept = service.hours or {"week": [], "days": []}
    return {
        "hours_differ": service.hours is not None,
        **{
            f"hours_{day}": each
            for day, each in zip(hours_text.WEEKDAYS, kept["week"], strict=False)
        },
        **{f"hours_{each['on']}": [each["spans"], each["name"]] for each in kept["days"]},
        "zone": service.zone,
        "offers_when_shut": service.offers_when_shut,
    }
