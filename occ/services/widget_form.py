"""What an administrator says of a widget, on its page or in a file, and what of it can't be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.services import colours, links, origins, page_words
from occ.services.models import UNASSIGNED_KEY, Corner, Service
from occ.translations.catalogs import LANGUAGES

LONGEST_NAME = 60
LONGEST_FIRST_WORDS = 200
LONGEST_BUTTON_TEXT = 30
LONGEST_OTHER_CONTACT = 120
MOST_ORIGINS = 50


@dataclass(frozen=True)
class WidgetForm:
    """As typed; `services` by key, in the order visitors see them."""

    name: str
    services: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    first_words: str = ""
    button_text: str = ""
    other_contact: str = ""
    colour: str = "#0b6470"
    corner: str = Corner.END
    language: str = ""


def checked(session: Session, form: WidgetForm) -> tuple[WidgetForm, list[int]]:
    """The form in the shape it is kept in, and the ids of its services. Raises Invalid."""
    tidy = _tidy(form)
    errors = _too_long(tidy)
    if not tidy.name:
        errors["name"] = _characters(1, LONGEST_NAME)
    sites = _sites(form.allowed_origins, errors)
    colour = colours.read(form.colour)
    if colour is None:
        errors["colour"] = say("Enter a colour of six digits, such as #0b6470.")
    drafted = page_words.fill(tidy.first_words, "", page_words.SAMPLE_REFERENCE)
    if links.shown_size(links.wa_me(page_words.LONGEST_NUMBER, drafted)) is None:
        errors["first_words"] = say(
            "With so many words the QR code is too fine for a phone's camera. Use fewer."
        )
    if form.corner not in list(Corner):
        errors["corner"] = say("Choose one of the list.")
    if form.language not in ("", *LANGUAGES):
        errors["language"] = say("Choose one of the list.")
    ids = _live(session, form.services)
    if len(ids) != len(set(form.services)):
        errors["services"] = say("One of the chosen services is no longer there. Choose again.")
    if errors:
        raise Invalid(errors)
    return replace(tidy, allowed_origins=sites, colour=str(colour)), ids


def _tidy(form: WidgetForm) -> WidgetForm:
    return replace(
        form,
        name=_one_line(form.name),
        # A line break is kept: it is one in the visitor's draft too.
        first_words=form.first_words.strip().replace("\r\n", "\n"),
        button_text=_one_line(form.button_text),
        other_contact=_one_line(form.other_contact),
    )


def _too_long(form: WidgetForm) -> dict[str, Words]:
    bounds = {
        "name": (form.name, 1, LONGEST_NAME),
        "first_words": (form.first_words, 0, LONGEST_FIRST_WORDS),
        "button_text": (form.button_text, 0, LONGEST_BUTTON_TEXT),
        "other_contact": (form.other_contact, 0, LONGEST_OTHER_CONTACT),
    }
    return {
        name: _characters(least, most)
        for name, (text, least, most) in bounds.items()
        if len(text) > most
    }


def _characters(least: int, most: int) -> Words:
    if least:
        return say("Enter a name of 1 to %(most)s characters.", most=most)
    return say("Use at most %(most)s characters.", most=most)


def _sites(typed: Iterable[str], errors: dict[str, Words]) -> tuple[str, ...]:
    """Each once, in the order they were typed."""
    read: dict[str, None] = {}
    for line in filter(None, map(str.strip, typed)):
        origin = origins.read(line)
        if origin is None:
            errors["allowed_origins"] = say(
                "%(typed)s is not the address of a website. Enter it as https://www.example.com.",
                typed=line,
            )
        else:
            read[origin] = None
    if len(read) > MOST_ORIGINS:
        errors["allowed_origins"] = say("Use at most %(most)s sites.", most=MOST_ORIGINS)
    return tuple(read)


def _live(session: Session, keys: tuple[str, ...]) -> list[int]:
    """In the order of `keys`; those that are not there are left out."""
    rows = session.execute(
        select(Service.key, Service.id).where(
            Service.key.in_(keys), Service.archived_at.is_(None), Service.key != UNASSIGNED_KEY
        )
    )
    found = {key: service_id for key, service_id in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _one_line(text: str) -> str:
    return " ".join(text.split())
