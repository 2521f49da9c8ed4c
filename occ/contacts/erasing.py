"""A contact becomes nobody: names, numbers and what was said of them go, the rows stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import addresses, blocks, erased_numbers, phone_numbers, tags, words
from occ.contacts.models import Address, Contact, ContactWord
from occ.contacts.number_models import Consent, DoNotWrite, PhoneNumber
from occ.core.address import Channel, Identity, is_number

NOBODY = "—"
"""What stands where the name stood."""


class Theirs(NamedTuple):
    """What a contact is known by."""

    phones: Sequence[str]
    """E.164."""
    bsuids: Sequence[str]

    @property
    def written(self) -> set[str]:
        """As carriers write it: in messages, from or to them."""
        on_whatsapp = [Identity(Channel.WHATSAPP, phone) for phone in self.phones]
        hidden = [Identity(Channel.WHATSAPP, bsuid=bsuid) for bsuid in self.bsuids]
        return {*self.phones, *map(str, on_whatsapp), *map(str, hidden)}

    @property
    def signs(self) -> set[str]:
        """What tells of them in a raw webhook, where a number may stand without its plus."""
        return {*(phone.removeprefix("+") for phone in self.phones), *self.bsuids}


def theirs(session: Session, contact_id: int) -> Theirs:
    of = session.scalars(select(Address).where(Address.contact_id == contact_id)).all()
    numbers = phone_numbers.of(session, contact_id)
    phones = {each.phone for each in of} | {each.phone for each in numbers}
    return Theirs(sorted(filter(None, phones)), sorted({each.bsuid for each in of if each.bsuid}))


def forget(session: Session, contact: Contact, now: datetime) -> Theirs:
    """From now on whoever writes from these numbers is somebody new; what they were."""
    of = session.scalars(select(Address).where(Address.contact_id == contact.id)).all()
    addresses.lock(session, of)
    found = theirs(session, contact.id)
    erased_numbers.keep(session, [each for each in found.phones if is_number(each)], now)
    for each in of:
        each.phone = each.bsuid = each.profile_name = None
        each.erased_at = now
    _numbers(session, contact.id, found.phones)
    contact.name, contact.note, contact.erased_at = NOBODY, "", now
    contact.contractor_id = contact.language = None
    session.flush()
    words.keep(session, ContactWord, {contact.id: ""})
    tags.put(session, contact.id, ())
    blocks.lift(session, contact.id)
    return found


def _numbers(session: Session, contact_id: int, phones: Sequence[str]) -> None:
    """A number that an address shares and nobody was given goes, too."""
    query = select(PhoneNumber.id).where(
        (PhoneNumber.contact_id == contact_id) | PhoneNumber.phone.in_(phones)
    )
    ids = session.scalars(query).all()
    phone_numbers.lock(session, ids)
    blank = {
        "phone": None,
        "country": None,
        "contact_id": None,
        "sms_consent": None,
        "whatsapp_consent": None,
    }
    for statement in (
        update(PhoneNumber).where(PhoneNumber.id.in_(ids)).values(**blank),
        # The database lets go of the words once the number is gone, and of nothing else.
        update(Consent).where(Consent.number_id.in_(ids), Consent.words != "").values(words=""),
        update(DoNotWrite).where(DoNotWrite.number_id.in_(ids)).values(reason=""),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
