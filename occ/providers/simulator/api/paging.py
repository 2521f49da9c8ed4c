"""Pages of a list, in the two forms that Twilio's interfaces have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from occ.providers.simulator.answers import ApiError

_MOST = 1000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    number: int
    size: int
    start: int
    token: str | None
    """Where the next page begins; None on the last."""

    def links(self) -> dict[str, object]:
        """The 2010 interface: paths beside the rows."""
        return {
            "page": self.number,
            "page_size": self.size,
            "start": self.start,
            "end": self.start + max(len(self.rows) - 1, 0),
            "uri": _here(request.path, dict(request.args)),
            "first_page_uri": _here(request.path, self._asked(0, None)),
            "next_page_uri": self._next(request.path),
            "previous_page_uri": None,
        }

    def meta(self, key: str) -> dict[str, object]:
        """The newer one: whole URLs in `meta`."""
        return {
            "key": key,
            "page": self.number,
            "page_size": self.size,
            "url": request.url,
            "first_page_url": _here(request.base_url, self._asked(0, None)),
            "next_page_url": self._next(request.base_url),
            "previous_page_url": None,
        }

    def _next(self, at: str) -> str | None:
        return _here(at, self._asked(self.number + 1, self.token)) if self.token else None

    def _asked(self, number: int, token: str | None) -> dict[str, str]:
        asked = {**request.args, "PageSize": str(self.size), "Page": str(number)}
        asked.pop("PageToken", None)
        return asked | ({"PageToken": token} if token else {})


def page(rows: Sequence[Row], sid: Callable[[Row], str], size: int = 50) -> Page[Row]:
    """The page that the request asks for. A token names the last row seen, so that rows which
    come meanwhile shift nothing."""
    size = _whole("PageSize", size)
    if not 1 <= size <= _MOST:
        raise ApiError(20006, f"Page size must be between 1 and {_MOST}")
    number, token = _whole("Page", 0), request.args.get("PageToken", "")
    start = number * size
    for place, row in enumerate(rows):
        if token == f"PA{sid(row)}":
            start = place + 1
    here = rows[start : start + size]
    more = here and start + size < len(rows)
    return Page(here, number, size, start, f"PA{sid(here[-1])}" if more else None)


def _whole(name: str, default: int) -> int:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else default


def _here(at: str, asked: dict[str, str]) -> str:
    return f"{at}?{urlencode(asked)}" if asked else at
