"""What every list takes and answers: a page at a time, the newest first."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from types import GenericAlias
from typing import Annotated, Any

from occ.core.errors import Invalid
from occ.core.words import say
from occ.web.api.kinds import Text, Whole


@dataclass(frozen=True)
class Paging:
    limit: Annotated[int, Whole(1, 100)] = 50
    after: Annotated[str | None, Text(64, 1), say("The `next` of the page before.")] = None


def number_before(after: str | None) -> int | None:
    """Of a list whose rows have a number and no key. Raises Invalid."""
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Invalid({"after": say("This is the `next` of a page before.")})
    return int(after)


def page_of(shape: type[Any]) -> Any:
    """`items`, and `next` where there are more."""
    note = say("Give it as `after` for the next page; null on the last one.")
    hints: list[tuple[str, Any]] = [
        ("items", GenericAlias(tuple, (shape, ...))),
        ("next", Annotated[str | None, note]),
    ]
    return make_dataclass(f"{shape.__name__}Page", hints, frozen=True)
