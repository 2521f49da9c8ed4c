"""First words that tell of the visitor's page: `{page}` and `{ref}` are filled, or left out."""

from __future__ import annotations

import re

from occ.services import links

LONGEST_NUMBER = "+999999999999999"
SAMPLE_REFERENCE = "K7F2M9"
_TITLES = (60, 40, 24, 12)
"""Characters of a page's title: the first with which the code can still be scanned."""
_PLACE = re.compile(r"\{(page|ref)\}")
_GONE = "\0"
_BETWEEN = r"[\s\0,;:·|/–—-]"
_PAIRS = [tuple(pair) for pair in ("()", "[]", "“”", "„”", "«»", "‘’", '""')]
_EMPTY_PAIRS = re.compile(
    "|".join(
        f"{re.escape(opens)}{_BETWEEN}*\0{_BETWEEN}*{re.escape(closes)}" for opens, closes in _PAIRS
    )
)
_TIDIED = (
    # Within brackets of which something is left, what parted the two goes.
    (re.compile(rf"{_BETWEEN}*\0{_BETWEEN}*(?=[)\]”»’])"), ""),
    (re.compile(rf"(?<=[(\[“„«‘]){_BETWEEN}*\0{_BETWEEN}*"), ""),
    # So does what led to it at the end of a line, and what led on from it at the beginning.
    (re.compile(r"[ \t\0,;:·|/–—-]*\0[ \t\0]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t\0]*\0[ \t\0,;:·|/–—-]*", re.MULTILINE), ""),
    (re.compile(r"[ \t\0–—-]*\0[ \t\0]*(?=[.,;:!?…،؛؟])"), ""),
    (re.compile(r"[ \t\0]*\0[ \t\0]*"), " "),
)


def asks(first_words: str) -> bool:
    """Whether they tell anything of the page."""
    return _PLACE.search(first_words) is not None


def asks_reference(first_words: str) -> bool:
    return "{ref}" in first_words


def fill(first_words: str, page: str = "", reference: str = "") -> str:
    """What is not known is left out, with the brackets, blanks and signs that stood around it."""
    known = {"page": page, "ref": reference}
    filled = _PLACE.sub(lambda found: known[found[1]] or _GONE, first_words)
    if _GONE not in filled:
        return filled
    filled = _EMPTY_PAIRS.sub(_GONE, filled)
    for pattern, instead in _TIDIED:
        filled = pattern.sub(instead, filled)
    return filled.strip()


def fit(first_words: str, page: str, reference: str = "") -> str:
    """The same with as much of the page's name as leaves a code that a camera can read."""
    if not asks(first_words):
        return first_words
    for most in _TITLES if page else ():
        words = fill(first_words, _cut(page, most), reference)
        if links.shown_size(links.wa_me(LONGEST_NUMBER, words)) is not None:
            return words
    return fill(first_words, "", reference)


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
