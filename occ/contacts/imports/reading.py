"""One line of a file as a contact, or why it is none (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from occ.contacts import tags
from occ.contacts.imports import cells
from occ.contacts.imports.cells import Wrong
from occ.contacts.imports.columns import Field
from occ.core.address import country_of
from occ.core.words import say

LONGEST_NAME = 120


@dataclass(frozen=True)
class How:
    """How lines are read: what each column holds, and whose numbers may lack their code."""

    fields: Mapping[int, Field]
    home: str | None
    countries: frozenset[str]
    """That SMS may go to: elsewhere no consent to SMS is taken."""
    today: date


@dataclass(frozen=True)
class Line:
    """`sms` and `whatsapp`: agreed, took it back, or nothing said."""

    number: int
    """Of the line in the file, as a spreadsheet counts: the header is the first."""
    phone: str
    country: str | None
    name: str = ""
    contractor: str = ""
    contractor_code: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    sms: bool | None = None
    whatsapp: bool | None = None
    said_on: date | None = None


def read(number: int, row: Sequence[str], how: How) -> Line:
    """Raises Wrong."""
    found = {field: row[place] for place, field in how.fields.items() if place < len(row)}
    phone = cells.phone(found.get(Field.PHONE, ""), how.home)
    country = country_of(phone)
    sms = cells.agreed(found.get(Field.SMS, ""))
    if sms and country not in how.countries:
        raise Wrong(
            say(
                "SMS may not go to %(country)s: an administrator allows it in Settings → SMS →"
                " Countries.",
                country=country or phone,
            )
        )
    said_on = cells.day(found.get(Field.SAID_ON, ""))
    if said_on and said_on > how.today:
        raise Wrong(say("The day of the consent is still to come."))
    language = cells.text(found.get(Field.LANGUAGE, "")).lower()
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise Wrong(say("%(cell)s is no language. Write it as pl, it or fa.", cell=language[:40]))
    parts = (cells.text(found.get(field, "")) for field in (Field.NAME, Field.LAST_NAME))
    return Line(
        number=number,
        phone=phone,
        country=country,
        name=" ".join(part for part in parts if part)[:LONGEST_NAME],
        contractor=cells.text(found.get(Field.CONTRACTOR, ""))[:LONGEST_NAME],
        contractor_code=cells.text(found.get(Field.CONTRACTOR_CODE, ""))[:40],
        language=language,
        tags=tuple(tags.read(cells.text(found.get(Field.TAGS, "")))),
        note=cells.text(found.get(Field.NOTE, ""))[:2000],
        sms=sms,
        whatsapp=cells.agreed(found.get(Field.WHATSAPP, "")),
        said_on=said_on,
    )
