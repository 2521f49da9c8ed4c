"""Find or add the address behind an identity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers, tags, words
from occ.contacts.models import Address, Contact, ContactWord
from occ.core import ids
from occ.core.address import Channel, Identity, is_number, readable
from occ.core.db import insert, plain
from occ.core.errors import Conflict
from occ.core.locks import locked
from occ.core.words import say

LONGEST_NAME = 120


def known(session: Session, identity: Identity) -> Sequence[Address]:
    """Every address that bears the number or the id, the oldest first: two are one person's."""
    named = []
    if identity.phone:
        named.append(Address.phone == identity.phone)
    if identity.bsuid:
        named.append(Address.bsuid == identity.bsuid)
    return session.scalars(
        select(Address)
        .where(Address.channel == identity.channel.value, or_(*named))
        .order_by(Address.id)
    ).all()


def settled(session: Session, identity: Identity, name: str | None) -> int | None:
    """The id of the one address of the identity, where it and the name tell us nothing new."""
    connection, _ = plain(session)
    wanted = {"channel": identity.channel.value, "phone": identity.phone, "bsuid": identity.bsuid}
    rows = connection.execute(_KNOWN, wanted).all()
    if len(rows) != 1:
        return None
    address_id, phone, bsuid, profile_name = rows[0]
    told_before = (
        identity.phone in (None, phone)
        and identity.bsuid in (None, bsuid)
        and _one_line(name) in (None, profile_name)
    )
    return int(address_id) if told_before else None


def lock(session: Session, addresses: Sequence[Address]) -> None:
    """In the order of their ids, as everywhere."""
    session.execute(
        locked(
            select(Address.id)
            .where(Address.id.in_([address.id for address in addresses]))
            .order_by(Address.id)
        )
    )


def demand_not_erased(session: Session, address_id: int) -> None:
    """Lock it. Raises Conflict where whose it was has been erased: nobody is there any more."""
    of_it = locked(select(Address.erased_at).where(Address.id == address_id))
    if session.execute(of_it).scalar_one() is not None:
        raise Conflict(say("This contact has been erased."), "erased")


def add(session: Session, identity: Identity, name: str | None, now: datetime) -> Address:
    """Add the address to the contact whose number it is, or to a new one.

    Or find what somebody else added in the same instant.
    """
    contact, is_new = _owner(session, identity, name, now)
    added = session.execute(
        insert(session, Address.__table__)
        .values(
            key=ids.new("adr"),
            contact_id=contact.id,
            channel=identity.channel.value,
            phone=identity.phone,
            bsuid=identity.bsuid,
            profile_name=_one_line(name),
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Address.id)
    ).scalar_one_or_none()
    if added is None:
        if is_new:
            forget(session, contact)
        return known(session, identity)[0]
    return session.get_one(Address, added)


def forget(session: Session, contact: Contact) -> None:
    """One that nothing else speaks of."""
    phone_numbers.disown(session, contact.id)
    tags.put(session, contact.id, ())
    words.keep(session, ContactWord, {contact.id: ""})
    session.delete(contact)
    session.flush()


def _owner(
    session: Session, identity: Identity, name: str | None, now: datetime
) -> tuple[Contact, bool]:
    """The contact the number belongs to, or a new one; and whether it is new."""
    known_as = phone_numbers.contact_of(session, identity.phone)
    if known_as is not None:
        return session.get_one(Contact, known_as), False
    contact = Contact(key=ids.new("ctc"), name=clean_name(name, identity), created_at=now)
    session.add(contact)
    session.flush()
    if is_number(identity.phone):
        owner = phone_numbers.owner(session, str(identity.phone), contact.id, now)
        if owner != contact.id:
            # Somebody added the number between the two statements.
            session.delete(contact)
            session.flush()
            return session.get_one(Contact, owner), False
    words.keep(session, ContactWord, {contact.id: contact.name}, new=True)
    return contact, True


def learn_name(session: Session, address: Address, name: str | None) -> bool:
    """Take over the name the person shows now; whether the contact is called by it from now on.

    A contact that somebody gave another name keeps that one. What is fetched from a provider's
    list brings no name, so a contact may be a mere number at first.
    """
    shown, before = _one_line(name), address.profile_name
    if shown is None or shown == before:
        return False
    address.profile_name = shown
    contact = session.get_one(Contact, address.contact_id)
    if contact.name not in (before, clean_name(None, identity_of(address))):
        return False
    contact.name = shown
    session.flush()
    words.keep(session, ContactWord, {contact.id: shown})
    return True


def clean_name(name: str | None, identity: Identity) -> str:
    """The profile name as one line, or the number where there is none."""
    return _one_line(name) or (readable(identity.phone) if identity.phone else "WhatsApp")


def _one_line(name: str | None) -> str | None:
    return " ".join((name or "").split())[:LONGEST_NAME] or None


def identity_of(address: Address) -> Identity:
    return Identity(Channel(address.channel), address.phone, address.bsuid)


_KNOWN = select(Address.id, Address.phone, Address.bsuid, Address.profile_name).where(
    Address.channel == bindparam("channel"),
    or_(Address.phone == bindparam("phone"), Address.bsuid == bindparam("bsuid")),
)
