"""Why what waits is with no agent yet: one sentence a service, from the facts of the moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core.clock import iso
from occ.core.words import Words, say
from occ.routing.models import Rest
from occ.routing.seats import fit
from occ.routing.selection import serves
from occ.services import opening
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.leases import live
from occ.users.models import Presence, User


def reasons(session: Session, which: ColumnElement[bool], now: datetime) -> dict[str, Any]:
    """By key of service, Words as JSON, of those of `which` where somebody waits."""
    waits = exists().where(
        Conversation.service_id == Service.id, Conversation.state == State.WAITING
    )
    found: dict[str, Any] = {}
    for service in session.scalars(select(Service).where(which, waits.correlate(Service))):
        why = _reason(session, service, now)
        if why:
            found[service.key] = why.as_json()
    return found


def _reason(session: Session, service: Service, now: datetime) -> Words | None:
    """None where it is just being offered."""
    if service.is_unassigned:
        return say("The number belongs to no service: a supervisor hands this over.")
    if not store.load(session, TwilioSettings).whatsapp:
        return say("WhatsApp is switched off: nothing is offered until it is on.")
    shut = opening.of(session, service)
    if shut.holds_back(now):
        return _closed(shut.next_opening(now), service.agents_take)
    allowed, here, ready, free = _team(session, service.id, now)
    if not allowed:
        return say("Nobody who serves this is allowed WhatsApp.")
    if not here:
        return say("Nobody who serves this is signed in.")
    if not ready:
        return say("Nobody who serves this is available.")
    if not free and ready == 1:
        return say("The only one who could take it has all seats taken.")
    if not free:
        return say("All %(n)s who could take it have all their seats taken.", n=ready)
    if _is_rested_from(session, service.id, now):
        return say("Whoever is free has passed on it; soon it is offered to them again.")
    return None


def _closed(until: datetime | None, agents_take: bool) -> Words:
    """The moment as ISO 8601: whoever shows it writes it as their reader's clock does."""
    if not agents_take:
        if until is None:
            return say("Closed, and no opening follows: a supervisor gives this to somebody.")
        return say("Closed until %(moment)s, then it is offered.", moment=iso(until) or "")
    if until is None:
        return say("Closed, and no opening follows. Whoever serves it may take this all the same.")
    return say(
        "Closed until %(moment)s. Whoever serves it may take this all the same.",
        moment=iso(until) or "",
    )


def _team(session: Session, service_id: int, now: datetime) -> tuple[int, int, int, int]:
    """How many serve it and are allowed to, of these are signed in, available, have a seat."""
    is_live = exists().where(live(User.id, now)).correlate(User)  # type: ignore[arg-type]
    is_ready = is_live & (User.presence == Presence.AVAILABLE)
    counts = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (is_live, is_ready)]
    serving = (serves(service_id), User.chat, User.whatsapp, User.disabled_at.is_(None))
    free = func.coalesce(func.sum(case((fit(now), 1), else_=0)), 0)
    row = session.execute(select(func.count(), *counts, free).select_from(User).where(*serving))
    allowed, here, ready, seats = row.one()
    return allowed, here, ready, seats


def _is_rested_from(session: Session, service_id: int, now: datetime) -> bool:
    resting = exists().where(
        Rest.conversation_id == Conversation.id,
        Rest.until > now,
        Conversation.service_id == service_id,
        Conversation.state == State.WAITING,
    )
    return bool(session.scalar(select(resting)))
