"""Who oversees says before whom a contact is served; where they wait they move at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import standing
from occ.contacts.models import Address, Contact
from occ.conversations import threads
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.locks import lock_row, locked
from occ.core.priority import Priority
from occ.routing import access, tell
from occ.users.models import User


def of_contact(session: Session, actor_id: int, key: str, wanted: Priority, now: datetime) -> int:
    """Of the contact of a conversation; its id. Raises NotFound."""
    found = access.conversation_for(session, session.get_one(User, actor_id), key)
    contact_id = select(Address.contact_id).where(Address.id == found.address_id)
    contact: Contact = lock_row(session, select(Contact).where(Contact.id.in_(contact_id)))
    if contact.priority == wanted:
        return found.id
    standing.set_priority(session, actor_id, contact, wanted, now)
    theirs = select(Address.id).where(Address.contact_id == contact.id)
    for each in session.scalars(
        locked(
            select(Conversation)
            .where(Conversation.address_id.in_(theirs), Conversation.state != State.CLOSED)
            .order_by(Conversation.id)
        ).execution_options(populate_existing=True)
    ):
        threads.wait_since(session, each, each.waiting_since)
        session.flush()
        tell.conversation_changed(session, place_of(each))
        if each.state is State.WAITING:
            events.touch(session, each.service_id)
    return found.id
