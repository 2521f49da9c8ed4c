"""A user writes down that somebody agreed, or took it back (C3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import consents, do_not_write, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.number_models import Origin


def record(session: Session, number_key: str, said: Said, now: datetime) -> None:
    """What was said of a number; the record itself says who wrote it down.

    Who agrees anew after a STOP takes it back: the STOP is lifted. Raises NotFound, Invalid.
    """
    number = phone_numbers.by_key(session, number_key)
    consents.check(said, now)
    consents.record(session, {number.id: [said]}, now)
    if said.granted:
        do_not_write.lift(session, number.id, Origin.STOP, said.actor_id, now)
