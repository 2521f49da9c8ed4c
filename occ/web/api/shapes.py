"""A request or an answer as a frozen dataclass, whose hints say all of it (pure).

A hint is a plain type (`str`, `int`, `bool`, `datetime`, `date`, a StrEnum, another shape), a tuple
or a mapping of them, or `| None`; `Annotated[…]` adds bounds (`Text`, `Whole`) and a sentence.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.web.api.kinds import Choice, Day, Flag, Kind, Moment, Schema, Text, Whole, Wrong

S = TypeVar("S")
MOST_ITEMS = 100
LONGEST_NAME = 100
_PLAIN: dict[Any, Kind] = {
    str: Text(),
    int: Whole(),
    bool: Flag(),
    datetime: Moment(),
    date: Day(),
}


@dataclass(frozen=True)
class Maybe:
    """The value, or null."""

    kind: Kind

    def read(self, value: Any, path: str, wrong: Wrong) -> Any:
        return None if value is None else self.kind.read(value, path, wrong)

    def write(self, value: Any) -> Any:
        return None if value is None else self.kind.write(value)

    def schema(self, parts: dict[str, Schema]) -> Schema:
        found = self.kind.schema(parts)
        if "$ref" in found:
            return {"anyOf": [found, {"type": "null"}]}
        if "enum" in found:
            found = {**found, "enum": [*found["enum"], None]}
        return {**found, "type": [found["type"], "null"]}


@dataclass(frozen=True)
class Most:
    """How long a list may be, where it is not as long as others."""

    items: int


@dataclass(frozen=True)
class Many:
    kind: Kind
    most: int = MOST_ITEMS

    def read(self, value: Any, path: str, wrong: Wrong) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > self.most:
            wrong[path] = say("This is a list of at most %(most)s.", most=self.most)
            return ()
        return tuple(
            self.kind.read(each, f"{path}.{place}", wrong) for place, each in enumerate(value)
        )

    def write(self, value: Any) -> list[Any]:
        return [self.kind.write(each) for each in value]

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "array", "items": self.kind.schema(parts), "maxItems": self.most}


@dataclass(frozen=True)
class Table:
    """Values by name."""

    kind: Kind

    def read(self, value: Any, path: str, wrong: Wrong) -> dict[str, Any]:
        names = Text(LONGEST_NAME)
        if not isinstance(value, dict) or len(value) > MOST_ITEMS:
            wrong[path] = say("These are at most %(most)s values by name.", most=MOST_ITEMS)
            return {}
        return {
            str(names.read(name, path, wrong)): self.kind.read(
                each, f"{path}.{name[:LONGEST_NAME]}", wrong
            )
            for name, each in value.items()
        }

    def write(self, value: Any) -> dict[str, Any]:
        return {str(name): self.kind.write(each) for name, each in value.items()}

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {
            "type": "object",
            "maxProperties": MOST_ITEMS,
            "propertyNames": {"maxLength": LONGEST_NAME},
            "additionalProperties": self.kind.schema(parts),
        }


@dataclass(frozen=True)
class Part:
    """One field of a shape."""

    field: Field[Any]
    kind: Kind
    note: Words | None

    @property
    def is_needed(self) -> bool:
        return self.field.default is MISSING and self.field.default_factory is MISSING


@dataclass(frozen=True)
class Object:
    shape: type[Any]

    def read(self, value: Any, path: str, wrong: Wrong) -> Any:
        at = f"{path}." if path else ""
        if not isinstance(value, Mapping):
            wrong[path or "body"] = say("This is an object with named values.")
            return None
        known, found = parts_of(self.shape), {}
        for name in value.keys() - {part.field.name for part in known}:
            wrong[f"{at}{name[:LONGEST_NAME]}"] = say("There is no such field.")
        for part in known:
            name = part.field.name
            if name in value:
                found[name] = part.kind.read(value[name], f"{at}{name}", wrong)
            elif part.is_needed:
                wrong[f"{at}{name}"] = say("This is needed.")
        return None if wrong else self.shape(**found)

    def write(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, self.shape):
            raise TypeError(f"no {self.shape.__name__}: {type(value).__name__}")
        return {
            part.field.name: part.kind.write(getattr(value, part.field.name))
            for part in parts_of(self.shape)
        }

    def schema(self, parts: dict[str, Schema]) -> Schema:
        name = self.shape.__name__
        if name not in parts:
            parts[name] = {}
            known = parts_of(self.shape)
            parts[name] = {
                "type": "object",
                "properties": {each.field.name: described(each, parts) for each in known},
                "required": [each.field.name for each in known if each.is_needed],
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}


def _parts_of(shape: Any) -> tuple[Part, ...]:
    hints = get_type_hints(shape, include_extras=True)
    return tuple(Part(each, *_read_hint(hints[each.name])) for each in fields(shape))


parts_of: Callable[[Any], tuple[Part, ...]] = cache(_parts_of)


def described(part: Part, parts: dict[str, Schema]) -> Schema:
    found = part.kind.schema(parts)
    if part.note:
        found = {**found, "description": str(part.note)}
    return found


def read(shape: type[S], value: Any) -> S:
    """Raises Invalid with a sentence for each field that is wrong."""
    wrong: Wrong = {}
    found: S = Object(shape).read(value, "", wrong)
    if wrong:
        raise Invalid(wrong)
    return found


def kind_of(hint: Any) -> Kind:
    return _read_hint(hint)[0]


def _read_hint(hint: Any) -> tuple[Kind, Words | None]:
    if get_origin(hint) is Annotated:
        plain, *more = get_args(hint)
        note = next((each for each in more if isinstance(each, Words)), None)
        longest = next((each.items for each in more if isinstance(each, Most)), None)
        if longest is not None:
            return Many(kind_of(get_args(plain)[0]), longest), note
        bounds = next((each for each in more if isinstance(each, Text | Whole)), None)
        if bounds is None:
            return kind_of(plain), note
        return (Maybe(bounds) if type(None) in get_args(plain) else bounds), note
    if get_origin(hint) in (Union, types.UnionType):
        inner, _none = get_args(hint)
        return Maybe(kind_of(inner)), None
    if get_origin(hint) is tuple:
        return Many(kind_of(get_args(hint)[0])), None
    if get_origin(hint) is dict:
        return Table(kind_of(get_args(hint)[1])), None
    if hint in _PLAIN:
        return _PLAIN[hint], None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Choice(hint), None
    if is_dataclass(hint) and isinstance(hint, type):
        return Object(hint), None
    raise TypeError(f"no kind for {hint!r}")
