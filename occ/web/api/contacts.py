"""Contacts with their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import models
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
class Contact:
    key: str
    name: str
    addresses: tuple[Address, ...]
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
        whose = select(models.Address.contact_id).where(models.Address.phone == asked.what.phone)
        query = query.where(models.Contact.id.in_(whose))
    rows, more = pages.newest(session, query, models.Contact, asked.what.after, asked.what.limit)
    return ContactPage(_told(session, [contact for (contact,) in rows]), more)


@read(bp, "/contacts/<key>", say("One contact"), Scope.CONTACTS_READ, Contact)
def show(session: Session, asked: Asked[Nothing], key: str) -> Contact:
    found = session.scalar(
        select(models.Contact).where(models.Contact.key == key, open_to.contacts(asked.caller))
    )
    if found is None:
        raise NotFound(say("No contact has this key."))
    [contact] = _told(session, [found])
    return contact


def _told(session: Session, contacts: list[models.Contact]) -> tuple[Contact, ...]:
    addresses: dict[int, list[Address]] = {}
    wanted = select(models.Address).where(
        models.Address.contact_id.in_([each.id for each in contacts]),
        models.Address.merged_into_id.is_(None),
    )
    for each in session.scalars(wanted.order_by(models.Address.id)):
        told = Address(each.key, Channel(each.channel), each.phone)
        addresses.setdefault(each.contact_id, []).append(told)
    return tuple(
        Contact(each.key, each.name, tuple(addresses.get(each.id, ())), each.created_at)
        for each in contacts
    )
