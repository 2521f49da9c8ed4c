"""What stands in a cell, as spreadsheets and people write it (pure)."""

from __future__ import annotations

import re
from datetime import date, datetime

from occ.core.address import read_phone
from occ.core.plain_words import plain
from occ.core.words import Words, say

_YES = {
    "yes",
    "y",
    "true",
    "1",
    "x",
    "ok",
    "t",
    "tak",
    "si",
    "s",
    "oui",
    "o",
    "v",
    "بله",
    "آری",
    "دارد",
}
_NO = {"no", "n", "false", "0", "nie", "non", "none", "نه", "خیر", "ندارد"}
_YES_SIGNS, _NO_SIGNS = {"✓", "✔", "☑", "+"}, {"✗", "✕", "☐", "-", "−", "–"}
_FLOAT = re.compile(r"([0-9]+)[.,]0+")
_POWER = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")


class Wrong(Exception):
    """A cell that can't be taken; the words say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def text(cell: str) -> str:
    """Without the quote that our own files put before what a spreadsheet would calculate."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def phone(cell: str, home: str | None) -> str:
    """E.164. Raises Wrong, also for a number that the spreadsheet has cut."""
    typed = text(cell).translate(_DIGITS).lstrip("'").strip()
    if not typed:
        raise Wrong(say("There is no number."))
    power = _POWER.fullmatch(typed.replace(" ", ""))
    if power:
        digits = power[1] + (power[2] or "")
        if len(digits) != int(power[3]) + 1:
            raise Wrong(
                say(
                    "%(cell)s is not a number any more; the spreadsheet cut it. "
                    "Format the column as text and import again.",
                    cell=cell[:40],
                )
            )
        typed = digits
    if whole := _FLOAT.fullmatch(typed):
        typed = whole[1]
    found = read_phone(typed, home)
    # A spreadsheet drops the zero that numbers of some countries begin with.
    if found is None and home and typed.isdecimal():
        found = read_phone(f"0{typed}", home)
    if found is None:
        raise Wrong(say("%(cell)s is no telephone number.", cell=cell[:40]))
    return found


def agreed(cell: str) -> bool | None:
    """Yes, no, or nothing said. Raises Wrong."""
    written = text(cell).strip()
    word = plain(written)
    if not written:
        return None
    if word in _YES or written in _YES_SIGNS:
        return True
    if word in _NO or written in _NO_SIGNS:
        return False
    raise Wrong(say("%(cell)s is neither yes nor no.", cell=cell[:40]))


def day(cell: str) -> date | None:
    """2026-11-30, with an hour or without; 30.11.2026, 30/11/2026. Raises Wrong."""
    written = text(cell).translate(_DIGITS).strip()
    if not written:
        return None
    try:
        if found := _DAY.match(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.fromisoformat(written.replace("/", "-")).date()
    except ValueError:
        words = say("%(cell)s is no date. Write it as 2026-11-30.", cell=cell[:40])
        raise Wrong(words) from None
