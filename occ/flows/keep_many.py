"""A program adds or changes contacts, and records consents: one or many, all or none (C3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import consents, do_not_write, import_slices, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.import_slices import Wording
from occ.contacts.imports.reading import Line
from occ.contacts.number_models import Origin
from occ.core.address import read_phone
from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.journal import entries as journal


def keep(session: Session, actor_id: int, lines: Sequence[Line], now: datetime) -> None:
    """One contact a number. Raises Invalid, field by field: `contacts.3.phone`."""
    wrong: dict[str, Words] = {}
    seen: dict[str, int] = {}
    for place, line in enumerate(lines):
        if not _is_phone(line.phone):
            wrong[f"contacts.{place}.phone"] = _NO_NUMBER
        elif line.phone in seen:
            wrong[f"contacts.{place}.phone"] = say("This number is here twice.")
        seen[line.phone] = place
    if wrong:
        raise Invalid(wrong)
    figures = import_slices.store(session, lines, Wording("", actor_id, now))
    subject = journal.Subject("contacts", "by a program")
    facts = {name: count for name, count in figures.items() if count}
    journal.write(session, actor_id, "contacts_kept", subject, now, after=facts)


def record(session: Session, said: Sequence[tuple[str, Said]], now: datetime) -> None:
    """What was said of numbers (E.164), in this order.

    Who agrees anew after a STOP takes it back. Raises Invalid: `consents.3.words`.
    """
    wrong: dict[str, Words] = {}
    for place, (phone, each) in enumerate(said):
        if not _is_phone(phone):
            wrong[f"consents.{place}.phone"] = _NO_NUMBER
        try:
            consents.check(each, now)
        except Invalid as why:
            wrong |= {f"consents.{place}.{name}": words for name, words in why.fields.items()}
    if wrong:
        raise Invalid(wrong)
    numbers = phone_numbers.rows(session, [phone for phone, _ in said], now)
    by_number: dict[int, list[Said]] = {}
    for phone, each in said:
        by_number.setdefault(numbers[phone], []).append(each)
    consents.record(session, by_number, now)
    _lift(session, by_number, now)


def _lift(session: Session, said: Mapping[int, Sequence[Said]], now: datetime) -> None:
    for number_id in sorted(said):
        last = said[number_id][-1]
        if last.granted:
            do_not_write.lift(session, number_id, Origin.STOP, last.actor_id, now)


def _is_phone(phone: str) -> bool:
    return read_phone(phone, None) == phone


_NO_NUMBER = say("Enter a telephone number, such as +48 500 100 200.")
