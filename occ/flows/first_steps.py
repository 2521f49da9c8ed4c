"""What is missing until a first message was answered, each step ticked by facts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.messaging import verified
from occ.routing import arrivals
from occ.services.models import Service, Widget
from occ.users.models import User


@dataclass(frozen=True)
class Step:
    name: str
    done: bool


@dataclass(frozen=True)
class FirstSteps:
    steps: tuple[Step, ...]
    service_key: str | None
    """The first that has a number, to test it."""
    shown_ms: int | None
    """How long the first message that was answered took from our edge to a screen."""

    @property
    def next(self) -> str | None:
        return next((step.name for step in self.steps if not step.done), None)


def are_done(session: Session) -> bool:
    """Somebody has answered a customer: nothing that matters is missing any more."""
    return arrivals.any_answered(session)


def look(session: Session) -> FirstSteps:
    service_key = session.scalar(
        select(Service.key)
        .where(
            Service.archived_at.is_(None),
            Service.chat,
            Service.whatsapp,
            Service.whatsapp_number.is_not(None),
        )
        .order_by(Service.id)
        .limit(1)
    )
    agent = exists().where(User.chat, User.whatsapp, User.disabled_at.is_(None))
    seen = exists().where(Widget.archived_at.is_(None), Widget.first_seen_at.is_not(None))
    arrival = arrivals.first_answered(session)
    steps = (
        Step("account", verified.present(session) is not None),
        Step("service", service_key is not None),
        Step("agent", bool(session.scalar(select(agent)))),
        Step("widget", bool(session.scalar(select(seen)))),
        Step("message", arrival is not None),
    )
    return FirstSteps(steps, service_key, arrival.shown_ms if arrival else None)
