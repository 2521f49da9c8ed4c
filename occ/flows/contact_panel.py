"""What is known of the person one talks to: numbers, consents, what was before, where they came
from.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import blocks, do_not_write, phone_numbers
from occ.contacts.models import Address, Contact, Contractor
from occ.contacts.number_models import PhoneNumber
from occ.conversations import came_from
from occ.conversations.models import Conversation
from occ.core.address import readable
from occ.messaging.models import Direction, Message
from occ.routing import access, queries
from occ.users.models import User

MOST_EARLIER = 20
_LOOKED_AT = 20
_BLOCK = {True: "blocked", False: "asked"}
_SAID = {True: "yes", False: "no", None: "never"}


def of(session: Session, user: User, key: str) -> dict[str, Any]:
    """Of the contact of a conversation the user may see. Raises NotFound."""
    conversation = access.conversation_for(session, user, key)
    contact, company = session.execute(
        select(Contact, Contractor.name)
        .join(Address, Address.contact_id == Contact.id)
        .outerjoin(Contractor, Contractor.id == Contact.contractor_id)
        .where(Address.id == conversation.address_id)
    ).one()
    present = blocks.of(session, contact.id)
    return {
        "key": contact.key,
        "company": company,
        "block": _BLOCK[present.blocked_at is not None] if present else None,
        "numbers": numbers_of(session, contact.id),
        "came_from": _came_from(session, conversation.id),
        "earlier": _earlier(session, user, conversation, contact.id),
    }


def numbers_of(session: Session, contact_id: int) -> list[dict[str, Any]]:
    """Each with what was agreed to by it."""
    numbers = [each for each in phone_numbers.of(session, contact_id) if each.phone]
    held = do_not_write.entries(session, [each.id for each in numbers])
    return [_number(each, each.id in held) for each in numbers]


def _number(number: PhoneNumber, held: bool) -> dict[str, Any]:
    return {
        "phone": readable(number.phone or ""),
        "country": number.country,
        "sms": _SAID[number.sms_consent],
        "whatsapp": _SAID[number.whatsapp_consent],
        "do_not_write": held,
    }


def _came_from(session: Session, conversation_id: int) -> dict[str, Any] | None:
    """The page of a website whose reference they wrote; else the advertisement by which they first
    wrote, where the carrier told of one.
    """
    page = came_from.of(session, conversation_id)
    if page is not None:
        return {"headline": page.name, "body": "", "url": page.address}
    first = session.scalars(
        select(Message.details)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.IN)
        .order_by(Message.id)
        .limit(_LOOKED_AT)
    )
    return next((each["referral"] for each in first if each and "referral" in each), None)


def _earlier(
    session: Session, user: User, present: Conversation, contact_id: int
) -> list[queries.Summary]:
    """The others of the contact on every number, over the services one may see; newest first."""
    addresses = select(Address.id).where(Address.contact_id == contact_id)
    found = session.scalars(
        select(Conversation.id)
        .where(
            Conversation.address_id.in_(addresses),
            Conversation.id != present.id,
            access.readable(user),
        )
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(MOST_EARLIER)
    ).all()
    return queries.summaries(session, found)
