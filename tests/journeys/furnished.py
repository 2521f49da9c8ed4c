"""People and files that the pages of contacts show."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occ.contacts import do_not_write, operators_blacklist, phone_numbers
from occ.contacts.imports import tables
from occ.contacts.imports.tables import Shape
from occ.contacts.number_models import Origin
from occ.core import clock, files
from occ.core.address import Channel
from occ.flows import import_contacts
from occ.users import accounts
from tests.contacts.people import a_contact, a_contractor, agreed, took_back


def known(session: Session) -> tuple[str, str]:
    """A contact with a consent and its withdrawal, on our list, and whose they are."""
    firma = a_contractor(session, "A company with quite a long name, limited")
    number = f"+48500{firma.id:06d}"
    said = (agreed(), agreed(Channel.WHATSAPP), took_back())
    marta = a_contact(session, "Marta", number, *said, contractor=firma, tags=("vip",))
    [number_id] = phone_numbers.rows(session, [number], clock.now()).values()
    do_not_write.add(session, number_id, Origin.OURS, "A reason " * 20, None, clock.now())
    operators_blacklist.report(session, number, "smsapi", "57", clock.now())
    return marta.key, firma.key


def brought(session: Session, user: str) -> str:
    """A file whose columns nobody has said."""
    shape = Shape(tables.CSV, "utf-8-sig", ";")
    rows = [["Telefon", "Imię", "Zgoda SMS"], ["500100200", "Łucja", "tak"]]
    sofia = accounts.by_key(session, user).id
    file = ("people.csv", files.new_name())
    return import_contacts.bring(session, sofia, file, shape, rows, clock.now()).key
