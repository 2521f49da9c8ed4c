"""An administrator has all that is held of a contact put into one file, and takes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import editing, exports
from occ.contacts.exports import ContactExport
from occ.contacts.models import Contact
from occ.core.errors import NotFound
from occ.core.words import say
from occ.journal import entries as journal
from occ.users.models import User


def ask(session: Session, actor_id: int, key: str, now: datetime) -> ContactExport:
    """Raises NotFound."""
    contact = editing.contact(session, key)
    found = exports.ask(session, contact.id, actor_id, now)
    _tell(session, actor_id, "contact_exported", key, now)
    return found


def take(session: Session, actor_id: int, key: str, signature: str, now: datetime) -> ContactExport:
    """Raises NotFound, also for an address that another was shown."""
    found = exports.ready(session, key)
    user = session.get_one(User, actor_id)
    if signature != exports.signature(session, found, user.key):
        raise NotFound(say("This address was not made for you. Open it from the contact's page."))
    contact = session.get_one(Contact, found.contact_id)
    _tell(session, actor_id, "contact_downloaded", contact.key, now)
    return found


def _tell(session: Session, actor_id: int, action: str, key: str, now: datetime) -> None:
    journal.write(session, actor_id, action, journal.Subject("contact", key), now)
