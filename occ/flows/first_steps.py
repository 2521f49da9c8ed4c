"""What is missing until a first message was answered, each step ticked by facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.core import checks
from occ.core.checks import Check, Level
from occ.flows import check_service
from occ.messaging import verified
from occ.routing import arrivals
from occ.services.models import Service, Widget
from occ.settings import store
from occ.settings.pages import TwilioSettings
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
    trouble: Check | None
    """What keeps a message to that service from an agent, by its check-list."""
    unasked: list[Check]
    """What only Twilio can tell of that service, which nobody has asked for this page."""

    @property
    def next(self) -> str | None:
        return next((step.name for step in self.steps if not step.done), None)


def are_done(session: Session) -> bool:
    """Somebody has answered a customer: nothing that matters is missing any more."""
    return arrivals.any_answered(session)


def look(session: Session, now: datetime) -> FirstSteps:
    service = session.scalar(
        select(Service)
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
        Step("service", service is not None),
        Step("agent", bool(session.scalar(select(agent)))),
        Step("widget", bool(session.scalar(select(seen)))),
        Step("message", arrival is not None),
    )
    trouble, unasked = None, []
    if service is not None and arrival is None:
        polls = store.load(session, TwilioSettings).polls
        told = check_service.unseen(session, service, polls)
        trouble = checks.first_bad([*check_service.look(session, service, now), *told])
        unasked = [check for check in told if check.level is Level.SKIPPED]
    shown_ms = arrival.shown_ms if arrival else None
    return FirstSteps(steps, service.key if service else None, shown_ms, trouble, unasked)
