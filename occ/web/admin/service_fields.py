"""What the journal says of a service's hours and texts: which day, which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from occ.core.numerals import in_digits_of
from occ.core.words import Words, say
from occ.services.automatic import TextKind
from occ.services.hours_text import WEEKDAYS
from occ.web import formats, language
from occ.web.admin.text_words import TEXTS
from occ.web.language import LANGUAGES


@dataclass(frozen=True)
class Change:
    """One field before and after; None where it had no value."""

    field: Words | str
    before: Words | str | None
    after: Words | str | None


def change(name: str, before: object, after: object) -> Change | None:
    """None for what is no day's hours and no text."""
    if day := _day(name.removeprefix("hours_")) if name.startswith("hours_") else None:
        return Change(say("Opening hours, %(day)s", day=day), _hours(before), _hours(after))
    kind, _, spoken = name.removeprefix("text_").rpartition("_")
    if name.startswith("text_") and kind in set(TextKind) and spoken in LANGUAGES:
        title = language.translate(TEXTS[TextKind(kind)])
        field = say("%(title)s, %(language)s", title=title, language=LANGUAGES[spoken])
        # Somebody's own words: never taken for one of ours that is to be translated.
        return Change(field, _words(before), _words(after))
    return None


def _day(named: str) -> str | None:
    if named in WEEKDAYS:
        return language.weekdays()[WEEKDAYS.index(named)]
    try:
        return formats.calendar_day(date.fromisoformat(named))
    except ValueError:
        return None


def _hours(fact: object) -> Words | str | None:
    """A weekday's spans, or those of another day and its name."""
    if fact is None:
        return None
    spans, name = fact if isinstance(fact, list) else (fact, "")
    told = in_digits_of(language.current(), str(spans)) if spans else language.translate(_CLOSED)
    return f"{told} · {name}" if name else told


_CLOSED = say("closed")


def _words(fact: object) -> str | None:
    return None if fact is None else str(fact)
