"""Kinds of values in a request or an answer: read, written and described by one thing (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from occ.core import clock
from occ.core.words import Words, say

Schema = dict[str, Any]
Wrong = dict[str, Words]
"""What is wrong, by the field's path such as `variables.name`."""
_MOST_SAFE = 2**53
"""A browser's numbers are exact up to here."""


class Kind(Protocol):
    def read(self, value: Any, path: str, wrong: Wrong) -> Any:
        """The value, or None and a sentence in `wrong`."""

    def write(self, value: Any) -> Any:
        """As JSON has it. Raises TypeError for what is not of the kind."""

    def schema(self, parts: dict[str, Schema]) -> Schema:
        """JSON Schema 2020-12; what has a name goes into `parts`."""


@dataclass(frozen=True)
class Text:
    """`pattern` is of the whole text, in what Python and ECMAScript read alike."""

    most: int | None = None
    least: int = 0
    pattern: str | None = None

    def read(self, value: Any, path: str, wrong: Wrong) -> str | None:
        if not isinstance(value, str) or not _is_storable(value):
            wrong[path] = say("This is a text.")
        elif not self.least <= len(value) <= (self.most or len(value)):
            wrong[path] = say(
                "This is a text of %(least)s to %(most)s characters.",
                least=self.least,
                most=self.most or 0,
            )
        elif self.pattern and not re.fullmatch(self.pattern, value):
            wrong[path] = say("This is a text of the form %(form)s.", form=self.pattern)
        else:
            return value
        return None

    def write(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError(f"no text: {type(value).__name__}")
        return str(value)

    def schema(self, parts: dict[str, Schema]) -> Schema:
        found: Schema = {"type": "string"}
        if self.least:
            found["minLength"] = self.least
        if self.most is not None:
            found["maxLength"] = self.most
        if self.pattern:
            found["pattern"] = f"^{self.pattern}$"
        return found


@dataclass(frozen=True)
class Whole:
    least: int = -_MOST_SAFE
    most: int = _MOST_SAFE

    def read(self, value: Any, path: str, wrong: Wrong) -> int | None:
        # JSON knows one kind of number, and 5.0 is 5.
        if isinstance(value, float) and value.is_integer() and abs(value) <= _MOST_SAFE:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            wrong[path] = say("This is a whole number.")
        elif not self.least <= value <= self.most:
            wrong[path] = say(
                "This is a whole number from %(least)s to %(most)s.",
                least=self.least,
                most=self.most,
            )
        else:
            return value
        return None

    def write(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"no whole number: {type(value).__name__}")
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        found: Schema = {"type": "integer"}
        if self.least > -_MOST_SAFE:
            found["minimum"] = self.least
        if self.most < _MOST_SAFE:
            found["maximum"] = self.most
        return found


class Flag:
    def read(self, value: Any, path: str, wrong: Wrong) -> bool | None:
        if isinstance(value, bool):
            return value
        wrong[path] = say("This is true or false.")
        return None

    def write(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise TypeError(f"neither true nor false: {type(value).__name__}")
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "boolean"}


class Moment:
    """An instant with its zone, such as `2026-11-22T09:00:00Z`; written in UTC."""

    def read(self, value: Any, path: str, wrong: Wrong) -> datetime | None:
        try:
            read = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            read = None
        # A year of our own time: comparing in another zone may not lead out of the calendar.
        if read is None or read.tzinfo is None or not 1900 < read.year < 9000:
            wrong[path] = say("This is a moment with its zone, such as 2026-11-22T09:00:00Z.")
            return None
        return read

    def write(self, value: Any) -> str:
        if not isinstance(value, datetime):
            raise TypeError(f"no moment: {type(value).__name__}")
        return clock.iso(value) or ""

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "format": "date-time"}


class Day:
    def read(self, value: Any, path: str, wrong: Wrong) -> date | None:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        wrong[path] = say("This is a day as year-month-day, such as 2026-11-30.")
        return None

    def write(self, value: Any) -> str:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(f"no day: {type(value).__name__}")
        return value.isoformat()

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Choice:
    among: type[StrEnum]

    def read(self, value: Any, path: str, wrong: Wrong) -> StrEnum | None:
        if isinstance(value, str) and value in set(self.among):
            return self.among(value)
        wrong[path] = say("This is one of: %(choices)s.", choices=", ".join(self.among))
        return None

    def write(self, value: Any) -> str:
        return self.among(value).value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "enum": list(map(str, self.among))}


def _is_storable(text: str) -> bool:
    """PostgreSQL takes no NUL in a text, and UTF-8 has no lone surrogates."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
