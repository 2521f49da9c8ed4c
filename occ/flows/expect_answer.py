"""What whoever writes to a service just now meets: whether it is open, what it says by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.checks import Check, Level
from occ.core.words import Words, say
from occ.routing import staff
from occ.services import automatic, opening
from occ.services.automatic import TextKind
from occ.services.models import Service

_BY_ITSELF = {
    TextKind.GREETING: say(
        "Its greeting answers by itself where a conversation begins, once in 12 hours."
    ),
    TextKind.OUT_OF_HOURS: say("Its text for out of hours answers by itself, once in 12 hours."),
}


def lines(session: Session, service: Service, now: datetime) -> list[Check]:
    """None where it is open and silent: an agent answers."""
    hours = opening.of(session, service)
    found = []
    if not hours.is_open(now):
        found.append(_shut(hours.next_opening(now), hours.holds_back(now)))
    kind = TextKind.OUT_OF_HOURS if found else TextKind.GREETING
    text = automatic.of(service.texts, kind)
    if text.is_on and any(text.said.values()):
        found.append(Check("text", Level.OK, _BY_ITSELF[kind]))
    return found


def why_it_waits(session: Session, service: Service, now: datetime) -> Words | None:
    """None where somebody is offered it at once."""
    if opening.of(session, service).holds_back(now):
        return say("The service is closed now.")
    return staff.why_nobody(staff.of(session, service.id, now))


def _shut(opens: datetime | None, waits: bool) -> Check:
    words = say("The service is closed now, and no opening follows.")
    if opens is not None:
        words = say("The service is closed now. It opens:")
    cure = say("What comes in is offered all the same to whoever is there.")
    if waits:
        cure = say("What comes in waits until then. Whoever serves it may take it all the same.")
    return Check("hours", Level.WARN, words, cure, at=opens)
