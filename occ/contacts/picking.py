"""Of contacts that were selected: who can get an SMS, and why the others can't (C3, C5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlalchemy.orm import Session

from occ.contacts import countries, operators_blacklist
from occ.contacts.models import Contact
from occ.contacts.number_models import DoNotWrite, PhoneNumber

LOOKED_AT = 20_000
"""Contacts: a page counts no further, and says so. Check and send counts them all."""


@dataclass(frozen=True)
class Picked:
    """Numbers, each counted once: for the first reason that holds."""

    ready: int = 0
    no_consent: int = 0
    held: int = 0
    """On our own list."""
    blacklisted: int = 0
    """By the operators, lately."""
    abroad: int = 0
    """Of a country that SMS may not go to."""
    without_number: int = 0
    """Contacts, not numbers."""
    first: int | None = None
    """Of how many contacts these are, where there are more."""

    @property
    def left_out(self) -> int:
        return self.no_consent + self.held + self.blacklisted + self.abroad + self.without_number


def of_contractors(
    session: Session, contractor_ids: Collection[int], now: datetime, most: int = LOOKED_AT
) -> Picked:
    return _of(session, Contact.contractor_id.in_(contractor_ids), now, most)


def of_contacts(session: Session, contact_ids: Collection[int], now: datetime) -> Picked:
    return _of(session, Contact.id.in_(contact_ids), now, LOOKED_AT)


def _of(session: Session, all_of_them: ColumnElement[bool], now: datetime, most: int) -> Picked:
    ids = select(Contact.id).where(all_of_them).order_by(Contact.id)
    last = session.scalar(ids.offset(most - 1).limit(1))
    is_all = last is None or session.scalar(ids.where(Contact.id > last).limit(1)) is None
    theirs = all_of_them if is_all else and_(all_of_them, Contact.id <= last)
    since = operators_blacklist.left_out_since(session, now)
    allowed = countries.chosen(session)
    why = case(
        (PhoneNumber.sms_consent.is_not(True), "no_consent"),
        (DoNotWrite.id.is_not(None), "held"),
        (operators_blacklist.reported(since) if since else false(), "blacklisted"),
        (PhoneNumber.country.in_(allowed), "ready"),
        else_="abroad",
    )
    counted = session.execute(
        select(why, func.count())
        .select_from(Contact)
        .join(PhoneNumber, PhoneNumber.contact_id == Contact.id)
        .outerjoin(
            DoNotWrite,
            and_(DoNotWrite.number_id == PhoneNumber.id, DoNotWrite.lifted_at.is_(None)),
        )
        .where(theirs, PhoneNumber.phone.is_not(None))
        .group_by(why)
    )
    numberless = session.scalar(
        select(func.count())
        .select_from(Contact)
        .outerjoin(PhoneNumber, PhoneNumber.contact_id == Contact.id)
        .where(theirs, PhoneNumber.id.is_(None))
    )
    figures = {str(reason): int(count) for reason, count in counted}
    first = None if is_all else most
    return Picked(**figures, without_number=numberless or 0, first=first)
