"""What somebody knows before they write first to a contact, and an SMS written so.

WhatsApp goes by `begin_conversation`: what is answered there comes back to a console.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import limits, powers
from occ.billing.power_models import PowerKind
from occ.contacts import blocks, editing, phone_numbers
from occ.core.address import Channel, Identity, readable
from occ.core.errors import Conflict, NotAllowed, NotFound
from occ.core.words import Words, say
from occ.flows import contact_panel, write_first
from occ.flows.write_first import Author, Letter
from occ.journal import entries as journal
from occ.messaging import routes
from occ.messaging.models import Message
from occ.settings import store
from occ.settings.pages import SmsSettings
from occ.users.models import User
from occ.users.permissions import Permission, may

_POWERS = {PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST}


def known(session: Session, user: User, contact: str, now: datetime) -> dict[str, Any]:
    """A contact's numbers with what was agreed to, and why no SMS may leave now.

    Raises NotFound.
    """
    found = editing.contact(session, contact)
    why_not = _why_not_by_sms(session, user)
    why_not = why_not or routes.why_not_sms(session, limits.today(session, now))
    return {
        "numbers": contact_panel.numbers_of(session, found.id),
        "why_not_sms": why_not.as_json() if why_not else None,
        "most_parts": store.load(session, SmsSettings).most_parts,
    }


def by_sms(
    session: Session,
    user_id: int,
    contact: str,
    phone: str,
    client_id: str,
    text: str,
    now: datetime,
) -> Message:
    """An SMS to a number of the contact's, as their panel shows it.

    The same `client_id` again queues nothing. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    user = session.get_one(User, user_id)
    refusal = _why_not_by_sms(session, user)
    if refusal:
        raise NotAllowed(refusal)
    repeated = session.scalar(
        select(Message).where(Message.author_id == user.id, Message.client_id == client_id)
    )
    if repeated is not None:
        return repeated
    found = editing.contact(session, contact)
    if blocks.is_blocked(session, found.id):
        raise Conflict(say("This contact is blocked. Unblock them before you write."), "blocked")
    numbers = [each.phone for each in phone_numbers.of(session, found.id) if each.phone]
    written = next((each for each in numbers if readable(each) == phone), None)
    if written is None:
        raise NotFound(say("The contact has no such number any more. Choose another one."))
    letter = Letter(Identity(Channel.SMS, written), text)
    message = write_first.write(session, Author(user.id, client_id=client_id), letter, now)
    subject = journal.Subject("contact", found.key)
    journal.write(session, user.id, "sms_written_first", subject, now)
    return message


def _why_not_by_sms(session: Session, user: User) -> Words | None:
    """Who oversees may, and who was given a power to; as on the pages of sendings."""
    if may(user.role, Permission.OVERSEE):
        return None
    if any(power.kind in _POWERS for power in powers.of(session, user.id)):
        return None
    return say(
        "Writing first by SMS takes the power Writing first."
        " An administrator gives it on your page, under Powers."
    )
