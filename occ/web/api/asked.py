"""What a call asks for, read from its address or its body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import request

from occ.core.errors import Invalid, OccError
from occ.core.words import say
from occ.users.tokens import Caller
from occ.web.api import shapes
from occ.web.api.kinds import Flag, Kind, Whole, Wrong
from occ.web.api.shapes import Maybe, parts_of

T = TypeVar("T")
LARGEST_BODY = 64 * 1024
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class Unreadable(OccError):
    code = "unreadable"


class NoKey(OccError):
    code = "no_idempotency_key"


class NotJson(OccError):
    status = 415
    code = "not_json"


@dataclass(frozen=True)
class Asked(Generic[T]):
    """`what` is the query of a read, the body of a write; `effect` names what a write does."""

    caller: Caller
    what: T
    now: datetime
    effect: str = ""


@dataclass(frozen=True)
class Nothing:
    """A read without a query."""


def query(shape: type[T]) -> T:
    """Raises Invalid."""
    wrong: Wrong = {}
    given: dict[str, Any] = {}
    known = {part.field.name: part.kind for part in parts_of(shape)}
    for name, values in request.args.lists():
        if len(values) > 1:
            wrong[name[:100]] = say("This may be given once.")
        given[name] = _typed(known.get(name), values[0])
    if wrong:
        raise Invalid(wrong)
    return shapes.read(shape, given)


def body(shape: type[T]) -> T:
    """Raises NotJson, Unreadable, Invalid."""
    if request.mimetype != "application/json":
        raise NotJson(say("This takes JSON alone."))
    request.max_content_length = LARGEST_BODY
    try:
        given = json.loads(request.get_data(), object_pairs_hook=_once_each, parse_constant=_no)
    except (ValueError, RecursionError):
        raise Unreadable(say("This is no JSON, or a name stands in it twice.")) from None
    return shapes.read(shape, given)


def idempotency_key() -> str:
    """Raises NoKey."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise NoKey(
            say(
                "A write needs the header Idempotency-Key: 1 to 200 characters that name it, such"
                " as a random UUID. Repeated with it, it is done once."
            )
        )
    return key


def _typed(kind: Kind | None, text: str) -> Any:
    """As JSON would have it: an address holds nothing but text."""
    if isinstance(kind, Maybe):
        kind = kind.kind
    if isinstance(kind, Whole) and re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if isinstance(kind, Flag):
        return {"true": True, "false": False}.get(text, text)
    return text


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no(constant: str) -> None:
    raise ValueError(f"JSON has no {constant}")
