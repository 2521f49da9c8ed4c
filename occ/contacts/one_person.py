"""Two contacts turn out to be one person: what was known of either is known of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from occ.contacts import addresses, exports, phone_numbers, standing, tags
from occ.contacts.models import Address, Contact
from occ.core.address import is_number
from occ.journal import entries as journal


def settle(session: Session, kept: Address, joined: Sequence[Address], now: datetime) -> None:
    """Have an address, those joined to it and its number, which just became known, be of one
    contact.

    A number that was entered or imported stays its contact's. A contact that nothing else
    belongs to goes: left behind, it would be in no export of that person, and outlive their
    erasure.
    """
    before = {each.contact_id for each in (kept, *joined)}
    if is_number(kept.phone):
        kept.contact_id = phone_numbers.owner(session, str(kept.phone), kept.contact_id, now)
    for each in joined:
        each.contact_id, each.profile_name = kept.contact_id, None
    session.flush()
    for contact_id in sorted(before - {kept.contact_id}):
        standing.carry(session, contact_id, kept.contact_id)
        if not _has_more(session, contact_id):
            _pour(session, contact_id, kept.contact_id)


def _has_more(session: Session, contact_id: int) -> bool:
    live = exists().where(Address.contact_id == contact_id, Address.merged_into_id.is_(None))
    return bool(session.scalar(select(live)) or phone_numbers.of(session, contact_id))


def _pour(session: Session, contact_id: int, owner_id: int) -> None:
    contact, owner = (session.get_one(Contact, each) for each in (contact_id, owner_id))
    session.execute(
        update(Address)
        .where(Address.contact_id == contact_id)
        .values(contact_id=owner_id, profile_name=None)
        .execution_options(synchronize_session="fetch")
    )
    exports.move(session, contact_id, owner_id)
    tags.attach(session, [(tag, owner_id) for tag in tags.ids_of(session, contact_id)])
    owner.note = "\n".join(filter(None, (owner.note, contact.note)))
    owner.contractor_id = owner.contractor_id or contact.contractor_id
    owner.language = owner.language or contact.language
    journal.move(session, journal.Subject("contact", contact.key), owner.key)
    addresses.forget(session, contact)
