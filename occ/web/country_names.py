"""Countries in the language of the reader."""

from __future__ import annotations

from babel import Locale

from occ.settings.company import COUNTRIES
from occ.web import language


def name(code: str | None) -> str:
    """Of an ISO 3166 code; the code itself where the language has no name for it."""
    return str(Locale(language.current()).territories.get(code or "", code or ""))


def all_by_name() -> list[tuple[str, str]]:
    """Every country that has telephone numbers: code and name, by name."""
    return sorted(((code, name(code)) for code in COUNTRIES), key=lambda pair: pair[1].casefold())


LANGUAGES = tuple(sorted(code for code in map(str, Locale("en").languages) if len(code) == 2))
"""ISO 639, two letters: in which a contact may be written to."""


def language_name(code: str | None) -> str:
    return str(Locale(language.current()).languages.get(code or "", code or ""))


def languages_by_name() -> list[tuple[str, str]]:
    named = ((code, language_name(code)) for code in LANGUAGES)
    return sorted(named, key=lambda pair: pair[1].casefold())
