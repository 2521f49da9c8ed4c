"""Contacts with their addresses, their numbers and what these agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from occ.contacts import do_not_write, models, tags
from occ.contacts.number_models import PhoneNumber
from occ.core import pages
from occ.core.address import Channel
from occ.core.errors import NotFound
from occ.core.words import say
from occ.routing import open_to
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.kinds import Text
from occ.web.api.operations import read
from occ.web.api.paging import Paging, page_of

bp = Blueprint("api_contacts", __name__)


@dataclass(frozen=True)
class Address:
    key: str
    channel: Channel
    phone: Annotated[str | None, say("With the country code; WhatsApp may hide it.")]


@dataclass(frozen=True)
class Number:
    phone: str
    sms_consent: Annotated[bool | None, say("To SMS that we write first; null: never asked.")]
    whatsapp_consent: bool | None
    do_not_write: Annotated[bool, say("Whether it stands on our own list.")]


@dataclass(frozen=True)
class Contact:
    key: str
    name: str
    contractor: Annotated[str | None, say("The company or person they belong to, by name.")]
    language: str | None
    addresses: Annotated[tuple[Address, ...], say("Whom conversations are with.")]
    numbers: Annotated[tuple[Number, ...], say("What may be written to first.")]
    tags: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True)
class Sought(Paging):
    phone: Annotated[
        str | None,
        Text(16, 2, r"\+[0-9]{1,15}"),
        say("Whose number this is, such as +48500100200."),
    ] = None


ContactPage = page_of(Contact)


@read(bp, "/contacts", say("List contacts"), Scope.CONTACTS_READ, ContactPage, Sought)
def index(session: Session, asked: Asked[Sought]) -> Any:
    query = select(models.Contact).where(open_to.contacts(asked.caller))
    if asked.what.phone:
        query = query.where(_has_number(asked.what.phone))
    rows, more = pages.newest(session, query, models.Contact, asked.what.after, asked.what.limit)
    return ContactPage(told_of(session, [contact for (contact,) in rows]), more)


@read(bp, "/contacts/<key>", say("One contact"), Scope.CONTACTS_READ, Contact)
def show(session: Session, asked: Asked[Nothing], key: str) -> Contact:
    found = session.scalar(
        select(models.Contact).where(models.Contact.key == key, open_to.contacts(asked.caller))
    )
    if found is None:
        raise NotFound(say("No contact has this key."))
    [contact] = told_of(session, [found])
    return contact


def _has_number(phone: str) -> ColumnElement[bool]:
    by_address = select(models.Address.contact_id).where(models.Address.phone == phone)
    by_number = select(PhoneNumber.contact_id).where(
        PhoneNumber.phone == phone, PhoneNumber.contact_id.is_not(None)
    )
    return or_(models.Contact.id.in_(by_address), models.Contact.id.in_(by_number))


def told_of(session: Session, contacts: list[models.Contact]) -> tuple[Contact, ...]:
    """A page of them by some queries, however many there are."""
    ids = [each.id for each in contacts]
    addresses, numbers = _addresses(session, ids), _numbers(session, ids)
    tagged = tags.of(session, ids)
    belonging = select(models.Contractor.id, models.Contractor.name).where(
        models.Contractor.id.in_({each.contractor_id for each in contacts})
    )
    contractors = {key: name for key, name in session.execute(belonging)}
    return tuple(
        Contact(
            each.key,
            each.name,
            contractors.get(each.contractor_id or 0),
            each.language,
            tuple(addresses.get(each.id, ())),
            tuple(numbers.get(each.id, ())),
            tuple(tagged.get(each.id, ())),
            each.created_at,
        )
        for each in contacts
    )


def _addresses(session: Session, contact_ids: list[int]) -> dict[int, list[Address]]:
    found: dict[int, list[Address]] = {}
    wanted = select(models.Address).where(
        models.Address.contact_id.in_(contact_ids), models.Address.merged_into_id.is_(None)
    )
    for each in session.scalars(wanted.order_by(models.Address.id)):
        told = Address(each.key, Channel(each.channel), each.phone)
        found.setdefault(each.contact_id, []).append(told)
    return found


def _numbers(session: Session, contact_ids: list[int]) -> dict[int, list[Number]]:
    found: dict[int, list[Number]] = {}
    wanted = select(PhoneNumber).where(
        PhoneNumber.contact_id.in_(contact_ids), PhoneNumber.phone.is_not(None)
    )
    rows = session.scalars(wanted.order_by(PhoneNumber.id)).all()
    listed = do_not_write.holds(session, [each.phone for each in rows if each.phone])
    for each in rows:
        told = Number(
            each.phone or "", each.sms_consent, each.whatsapp_consent, each.phone in listed
        )
        found.setdefault(each.contact_id or 0, []).append(told)
    return found
