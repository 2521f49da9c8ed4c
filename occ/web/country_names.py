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
