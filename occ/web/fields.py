"""What was typed into a form, read as values; what can't be is collected, a sentence a field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from occ.core.errors import Invalid
from occ.core.numerals import in_latin
from occ.core.words import Words, say


class Fields:
    """Read every field first, then `check()`, so that one look shows all that is wrong."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self._form = form
        self.errors: dict[str, Words] = {}

    def text(self, name: str) -> str:
        return self._form.get(name, "").strip()

    def secret(self, name: str) -> str:
        """As typed: a blank may belong to it."""
        return self._form.get(name, "")

    def ticked(self, name: str) -> bool:
        return name in self._form

    def chosen(self, name: str) -> tuple[str, ...]:
        return tuple(self._form.getlist(name))

    def whole(self, name: str, bounds: range) -> int:
        typed = in_latin(self.text(name))
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed) in bounds:
            return int(typed)
        self.errors[name] = say(
            "Enter a whole number from %(least)s to %(most)s.",
            least=bounds.start,
            most=bounds.stop - 1,
        )
        return bounds.start

    def signed(self, name: str, most: int) -> int:
        """A whole number with a sign before it or none, such as −500."""
        typed = in_latin(self.text(name)).replace("−", "-").replace("\u200e", "")
        match = re.fullmatch(r"[+-]?[0-9]{1,40}", typed)
        if match and abs(int(typed)) <= most:
            return int(typed)
        wrong = say("Enter a whole number of credits, such as 500, or −500 to take them.")
        if match:
            wrong = say("Enter a whole number of credits, at most %(most)s.", most=most)
        self.errors[name] = wrong
        return 0

    def credits(self, name: str, most: int) -> int | None:
        """Whole credits, or None where the field is left empty."""
        return self.whole(name, range(0, most + 1)) if self.text(name) else None

    def day(self, name: str) -> date | None:
        """A date as browsers send it; None where the field is left empty."""
        try:
            return date.fromisoformat(in_latin(self.text(name))) if self.text(name) else None
        except ValueError:
            self.errors[name] = say("Enter a date as year-month-day, such as 2026-11-30.")
            return None

    def one_of(self, name: str, choices: Collection[str]) -> str:
        typed = self.text(name)
        if typed not in choices:
            self.errors[name] = say("Choose one of the list.")
        return typed

    def switch(self, name: str) -> bool | None:
        """On, off, or left as it is."""
        return {"on": True, "off": False}.get(self.text(name))

    def check(self, **more: Words | None) -> None:
        """Raises Invalid with what was wrong."""
        wrong: Mapping[str, Words] = {
            **self.errors,
            **{name: words for name, words in more.items() if words},
        }
        if wrong:
            raise Invalid(dict(wrong))
