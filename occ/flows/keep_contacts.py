"""Somebody enters or changes a contractor, a contact, a number; the journal says who and when.

It names the fields that changed and not what stands in them: a line of the journal stays when
the person it is about has been erased.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import countries, editing, tags
from occ.contacts.editing import ContactForm, ContractorForm
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import PhoneNumber
from occ.journal import entries as journal


def contractor(
    session: Session, actor_id: int, key: str | None, form: ContractorForm, now: datetime
) -> Contractor:
    """Add one where `key` is None. Raises NotFound, Invalid."""
    present = editing.contractor(session, key) if key else None
    before = _of_contractor(present)
    found = editing.keep_contractor(session, present, form, now)
    _tell(session, actor_id, "contractor", found.key, before, _of_contractor(found), now)
    return found


def contact(
    session: Session, actor_id: int, key: str | None, form: ContactForm, now: datetime
) -> Contact:
    """Add one where `key` is None. Raises NotFound, Invalid."""
    present = editing.contact(session, key) if key else None
    before = _of_contact(session, present)
    found = editing.keep_contact(session, present, form, now)
    _tell(session, actor_id, "contact", found.key, before, _of_contact(session, found), now)
    return found


def add_number(session: Session, actor_id: int, key: str, typed: str, now: datetime) -> PhoneNumber:
    """Raises NotFound, Invalid, Conflict."""
    owner = editing.contact(session, key)
    number = editing.add_number(session, owner, typed, countries.home_of(session), now)
    after = {"number": number.key}
    journal.write(session, actor_id, "number_added", _subject("contact", key), now, after=after)
    return number


def remove_number(
    session: Session, actor_id: int, key: str, number_key: str, now: datetime
) -> None:
    """Raises NotFound, Conflict."""
    editing.remove_number(session, editing.contact(session, key), number_key)
    before = {"number": number_key}
    journal.write(session, actor_id, "number_removed", _subject("contact", key), now, before=before)


def _of_contractor(found: Contractor | None) -> dict[str, object]:
    return {} if found is None else {"name": found.name, "code": found.code, "note": found.note}


def _of_contact(session: Session, found: Contact | None) -> dict[str, object]:
    if found is None:
        return {}
    return {
        "name": found.name,
        "contractor": found.contractor_id,
        "language": found.language,
        "tags": tags.of(session, [found.id]).get(found.id, []),
        "note": found.note,
    }


def _tell(
    session: Session,
    actor_id: int,
    kind: str,
    key: str,
    before: dict[str, object],
    after: dict[str, object],
    now: datetime,
) -> None:
    changed = [name for name in after if before and before[name] != after[name]]
    if before and not changed:
        return
    action = f"{kind}_changed" if before else f"{kind}_added"
    facts = {"fields": changed} if changed else {}
    journal.write(session, actor_id, action, _subject(kind, key), now, after=facts)


def _subject(kind: str, key: str) -> journal.Subject:
    return journal.Subject(kind, key)
