"""What was typed into a form, read as values; what can't be is collected, a sentence a field."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from werkzeug.datastructures import MultiDict

from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.web.numerals import in_latin


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
