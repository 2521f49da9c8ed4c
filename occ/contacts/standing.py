"""How a contact is treated: before whom they are served, and whether they are at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import blocks
from occ.contacts.models import Contact
from occ.core.priority import Priority, name_of
from occ.journal import entries as journal


def set_priority(
    session: Session, actor_id: int | None, contact: Contact, wanted: Priority, now: datetime
) -> None:
    """Whoever calls it sees to the contact's places in queues."""
    before, contact.priority = contact.priority, wanted
    session.flush()
    journal.write(
        session,
        actor_id,
        "contact_changed",
        journal.Subject("contact", contact.key),
        now,
        before={"priority": name_of(before)},
        after={"priority": name_of(wanted)},
    )


def carry(session: Session, before_id: int, owner_id: int) -> None:
    """Two turn out to be one person: what was chosen for either holds."""
    if before_id == owner_id:
        return
    before, owner = (session.get_one(Contact, number) for number in (before_id, owner_id))
    owner.priority = owner.priority or before.priority
    session.flush()
    blocks.carry(session, before_id, owner_id)
