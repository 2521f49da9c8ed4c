"""How many parts each person of a run gets: counted once for all whose fields are alike; pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from occ.campaigns.contents import Text
from occ.messaging import merge_fields, parts, plain_letters

Alike = tuple[tuple[int, bool], ...]


class PartCounter:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._fields = merge_fields.used(text.body)
        self._known: dict[Alike, int] = {}
        # A mark beside a field is written together with the letter that comes to stand there.
        self._is_whole = text.plain_letters and any(map(plain_letters.is_mark, text.body))

    def count(self, fields: Mapping[str, str]) -> int:
        """Of the text with these; one part at least."""
        alike = None if self._is_whole else self._alike(fields)
        found = self._known.get(alike) if alike is not None else None
        if found is None:
            found = max(parts.count(self._text.to(fields)).parts, 1)
            if alike is not None:
                self._known[alike] = found
        return found

    def _alike(self, fields: Mapping[str, str]) -> Alike | None:
        """What decides how long the text becomes; None where more than this does."""
        found = []
        for name in self._fields:
            value = fields.get(name, "")
            each = parts.alike(value)
            if self._text.plain_letters and (each is None or not each[1]):
                each = None if plain_letters.is_mark(value[0]) else _plainly(value)
            if each is None:
                return None
            found.append(each)
        return tuple(found)


@lru_cache(maxsize=4096)
def _plainly(value: str) -> tuple[int, bool] | None:
    return parts.alike(plain_letters.plain(value))
