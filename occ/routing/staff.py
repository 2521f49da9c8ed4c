"""Who could take a conversation of a service: by profile, at a screen, available, with a seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from occ.core.words import Words, say
from occ.routing.seats import fit
from occ.routing.selection import serves
from occ.users.leases import live
from occ.users.models import Presence, User


@dataclass(frozen=True)
class Staff:
    """How many of those who serve it: each number holds the next."""

    takers: int
    """Their profiles allow Chat and WhatsApp."""
    present: int
    """They are signed in, with a page that lives."""
    available: int
    free: int
    """They have a seat."""


def of(session: Session, service_id: int, now: datetime) -> Staff:
    may = User.chat & User.whatsapp & User.disabled_at.is_(None) & serves(service_id)
    here = may & exists().where(live(User.id, now)).correlate(User)  # type: ignore[arg-type]

    def count(which: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(User).where(which)) or 0

    return Staff(
        takers=count(may),
        present=count(here),
        available=count(here & (User.presence == Presence.AVAILABLE)),
        free=count(fit(now) & serves(service_id)),
    )


def why_nobody(staff: Staff) -> Words | None:
    """Why a conversation would wait now; None where somebody can take it."""
    if not staff.takers:
        return say("Nobody's profile allows Chat and WhatsApp here.")
    if not staff.present:
        return say("Nobody who serves it is signed in.")
    if not staff.available:
        return say("Everybody who serves it is away or offline.")
    if not staff.free:
        return say("Everybody who serves it has as many conversations as they may.")
    return None
