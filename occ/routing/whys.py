"""Why it is a conversation's turn, or not yet: what its place in the queue comes from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation
from occ.core.priority import HEAD_START
from occ.core.words import Words, say
from occ.services.models import Service


def of(session: Session, service: Service, conversation: Conversation) -> list[dict[str, Any]]:
    """As an assignment keeps it: Words as JSON, none for what just came in its turn."""
    contact = session.scalar(
        select(Contact.priority)
        .join(Address, Address.contact_id == Contact.id)
        .where(Address.id == conversation.address_id)
    )
    found = [_priority(service.priority + (contact or 0)), _came_from(session, conversation)]
    return [words.as_json() for words in found if words is not None]


def _came_from(session: Session, conversation: Conversation) -> Words | None:
    if conversation.came_from_id is None:
        return None
    name = session.get_one(Service, conversation.came_from_id).name
    return say("It went over from %(service)s, where nobody took it in time.", service=name)


def _priority(steps: int) -> Words | None:
    minutes = abs(steps) * int(HEAD_START.total_seconds()) // 60
    if steps > 0:
        return say(
            "High priority: it counted as waiting %(minutes)s minutes longer.", minutes=minutes
        )
    if steps < 0:
        return say("Low priority: it counted as waiting %(minutes)s minutes less.", minutes=minutes)
    return None
