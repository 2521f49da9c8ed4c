"""How many parts a carrier bills an SMS as (3GPP TS 23.038 and 23.040); pure.

A part holds 140 octets: 160 septets of GSM's alphabet or 70 UTF-16 units, and 153 or 67 where
several are joined. Neither a character of the extension table (two septets) nor a surrogate pair
may be cut in two, so parts are filled one after the other: dividing the length is wrong.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("gsm.json").read_text("utf-8"))
"""GSM's letters, and what to write for others; the browser's counter reads the same file."""
LETTERS: str = _TABLE["basic"] + _TABLE["extension"]
INSTEAD: dict[str, str] = {each: now for was, now in _TABLE["instead"] for each in was}
_OUTSIDE = re.compile(f"[^{re.escape(LETTERS)}]")
_EXTENDED = re.compile(f"[{re.escape(_TABLE['extension'])}]")
_PAIRED = re.compile("[\U00010000-\U0010ffff]")
_SINGLE_UNITS = re.compile(f"[{re.escape(_TABLE['basic'])}]*")


class Encoding(StrEnum):
    GSM = "GSM-7"
    UCS2 = "UCS-2"


SINGLE = {Encoding.GSM: 160, Encoding.UCS2: 70}
JOINED = {Encoding.GSM: 153, Encoding.UCS2: 67}


@dataclass(frozen=True)
class Parts:
    """`units` are septets, or UTF-16 units; an empty text is no part."""

    encoding: Encoding
    units: int
    parts: int

    @property
    def room(self) -> int:
        """Units that so many parts hold."""
        return holds(self.encoding, max(self.parts, 1))


def holds(encoding: Encoding, parts: int) -> int:
    """Units that fit into `parts` parts at most: 1071 and 469 for seven."""
    return SINGLE[encoding] if parts == 1 else JOINED[encoding] * parts


def count(text: str) -> Parts:
    """The text as it leaves: merge fields filled in, a line's end one character."""
    encoding = Encoding.UCS2 if _OUTSIDE.search(text) else Encoding.GSM
    wide = _EXTENDED if encoding is Encoding.GSM else _PAIRED
    at = [match.start() for match in wide.finditer(text)]
    units = len(text) + len(at)
    if units <= SINGLE[encoding]:
        return Parts(encoding, units, 1 if units else 0)
    return Parts(encoding, units, _joined(len(text), at, JOINED[encoding]))


def _joined(length: int, wide: list[int], room: int) -> int:
    """Parts of `length` characters, those at `wide` two units each."""
    parts, start, passed = 0, 0, 0
    while start < length:
        parts += 1
        end, left = start, room
        while left and end < length:
            upto = wide[passed] if passed < len(wide) else length
            single = min(upto - end, left)
            end, left = end + single, left - single
            if end == upto and end < length:
                if left < 2:
                    break
                end, left, passed = end + 1, left - 2, passed + 1
        start = end
    return parts


def alike(piece: str) -> tuple[int, bool] | None:
    """Pieces for which this is the same can stand for each other in a text: its parts stay as many.

    Its length, and whether GSM writes it. None where its own characters count: some of them take
    two units, and may not be cut in two.
    """
    if _SINGLE_UNITS.fullmatch(piece):
        return len(piece), True
    if _OUTSIDE.search(piece) and not _PAIRED.search(piece):
        return len(piece), False
    return None


def outside(text: str) -> str:
    """The characters that make the whole text UCS-2, each once, as they come."""
    return "".join(dict.fromkeys(_OUTSIDE.findall(text)))
