"""Read our own do-not-write list and the operators' blacklist, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from occ.contacts.models import Contact
from occ.contacts.number_models import DoNotWrite, OperatorsBlacklisted, PhoneNumber
from occ.core import address
from occ.core.plain_words import plain


class Held(NamedTuple):
    entry: DoNotWrite
    number: PhoneNumber
    contact: Contact | None


class Reported(NamedTuple):
    entry: OperatorsBlacklisted
    number: PhoneNumber
    contact: Contact | None


def ours(
    session: Session, digits: str, before: int | None, most: int, home: str | None
) -> Sequence[Held]:
    """Of our own list, numbers that begin with the digits; below the entry's id `before`."""
    query = (
        select(DoNotWrite, PhoneNumber, Contact)
        .join(PhoneNumber, PhoneNumber.id == DoNotWrite.number_id)
        .outerjoin(Contact, Contact.id == PhoneNumber.contact_id)
        .where(DoNotWrite.lifted_at.is_(None), PhoneNumber.phone.is_not(None))
        .order_by(DoNotWrite.id.desc())
        .limit(most)
    )
    figures = plain(digits).replace(" ", "")
    if figures.isdecimal():
        begins = [
            and_(PhoneNumber.phone >= least, PhoneNumber.phone < past)
            for least, past in address.ranges(figures, home)
        ]
        query = query.where(or_(*begins))
    if before is not None:
        query = query.where(DoNotWrite.id < before)
    return [Held(*row) for row in session.execute(query)]


def theirs(session: Session, most: int) -> Sequence[Reported]:
    """What operators hold, as last reported."""
    query = (
        select(OperatorsBlacklisted, PhoneNumber, Contact)
        .join(PhoneNumber, PhoneNumber.id == OperatorsBlacklisted.number_id)
        .outerjoin(Contact, Contact.id == PhoneNumber.contact_id)
        .where(PhoneNumber.phone.is_not(None))
        .order_by(OperatorsBlacklisted.reported_at.desc(), OperatorsBlacklisted.id.desc())
        .limit(most)
    )
    return [Reported(*row) for row in session.execute(query)]
