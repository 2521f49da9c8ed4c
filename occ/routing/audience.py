"""Who may hear of a conversation, as the streams its events stand in."""

from __future__ import annotations

from occ.conversations.models import State
from occ.conversations.threads import Place


def user(user_id: int) -> str:
    return f"user:{user_id}"


def service(service_id: int) -> str:
    """The service's agents, of what waits."""
    return f"service:{service_id}"


def oversight(service_id: int) -> str:
    """Supervisors and administrators, of everything."""
    return f"oversight:{service_id}"


def of(place: Place) -> tuple[str, ...]:
    """Whoever has it or is offered it, the service's agents while it waits, and who oversees."""
    heard = [oversight(place.service_id)]
    if place.state is State.WAITING:
        heard.append(service(place.service_id))
    if place.user_id is not None:
        heard.append(user(place.user_id))
    return tuple(heard)
