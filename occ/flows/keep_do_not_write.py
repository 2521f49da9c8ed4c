"""A user puts a number on our own list, or takes it off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import countries, do_not_write, phone_numbers
from occ.contacts.number_models import Origin
from occ.core.address import read_phone
from occ.core.errors import Conflict, Invalid
from occ.core.words import say
from occ.journal import entries as journal


def add(session: Session, actor_id: int, typed: str, reason: str, now: datetime) -> bool:
    """False where it stands there. Raises Invalid for what is no number."""
    phone = read_phone(typed, countries.home_of(session))
    if phone is None:
        raise Invalid({"phone": say("Enter a telephone number, such as +48 500 100 200.")})
    [number_id] = phone_numbers.rows(session, [phone], now).values()
    added = do_not_write.add(session, number_id, Origin.OURS, reason, actor_id, now)
    if added:
        subject = journal.Subject("number", phone_numbers.key_of(session, number_id))
        journal.write(session, actor_id, "do_not_write_added", subject, now)
    return added


def lift(session: Session, actor_id: int, number_key: str, now: datetime) -> None:
    """Raises NotFound; Conflict where the person asked for it by STOP."""
    number = phone_numbers.by_key(session, number_key)
    if not do_not_write.lift(session, number.id, Origin.OURS, actor_id, now):
        if not do_not_write.entries(session, [number.id]):
            return
        raise Conflict(
            say(
                "They wrote STOP themselves. Only they take it back, by START, "
                "or by a new consent that you record."
            )
        )
    subject = journal.Subject("number", number.key)
    journal.write(session, actor_id, "do_not_write_lifted", subject, now)
