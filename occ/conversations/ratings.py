"""What a customer's answer to "How did we do?" says; pure."""

from __future__ import annotations

import re

from occ.core.plain_words import plain

LEAST, MOST = 1, 5
_STARS = re.compile("(?:[⭐★🌟]\ufe0f?\\s*){1,5}")
_OF_FIVE = re.compile(r"([1-5])(?: (?:of|su|na|sur|z|از))?(?: 5)?")
_KEYCAP = re.compile("([1-5])\ufe0f?\u20e3")


def read(body: str) -> int | None:
    """1 to 5 for `4`, `۴`, `4/5`, `4.` or so many stars; None for what says anything else."""
    text = body.strip()
    if _STARS.fullmatch(text):
        return sum(text.count(star) for star in "⭐★🌟")
    if keycap := _KEYCAP.fullmatch(text):
        return int(keycap[1])
    if len(text) > 12 or not text[:1].isdecimal():
        return None
    match = _OF_FIVE.fullmatch(plain(text))
    return int(match[1]) if match else None
