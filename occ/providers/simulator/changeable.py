"""What can be told to behave otherwise, by the names of its fields."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import ClassVar, Self

Words = Mapping[str, tuple[str, ...]]


class Changeable:
    """A frozen dataclass; `WORDS` are the only values that some of its fields take."""

    WORDS: ClassVar[Words] = {}

    def changed(self, changes: Mapping[str, object]) -> Self:
        """Raises ValueError, with a sentence, for what is no behaviour."""
        hints = typing.get_type_hints(type(self))
        for name, value in changes.items():
            if name not in hints or name == "WORDS":
                raise ValueError(f"There is no behaviour “{name}”.")
            if not _fits(value, hints[name]):
                raise ValueError(f"“{name}” takes {_spoken(hints[name])}, not {value!r}.")
            if name in self.WORDS and value not in self.WORDS[name]:
                raise ValueError(f"“{name}” is one of: {', '.join(self.WORDS[name])}.")
        changed: Self = dataclasses.replace(self, **dict(changes))  # type: ignore[type-var]
        return changed


def _kinds(hint: object) -> tuple[type, ...]:
    return (
        typing.get_args(hint) if isinstance(hint, types.UnionType) else (typing.cast(type, hint),)
    )


def _fits(value: object, hint: object) -> bool:
    kinds = _kinds(hint)
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, int | float) and value < 0:
        return False
    return isinstance(value, (*kinds, int) if float in kinds else kinds)


def _spoken(hint: object) -> str:
    names = {bool: "true or false", int: "a whole number", float: "seconds", str: "a word"}
    return " or ".join(names.get(kind, "nothing") for kind in _kinds(hint))
