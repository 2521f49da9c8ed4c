"""How a text is cut to what the provider takes, and what is kept of one that came in."""

from __future__ import annotations

import unicodedata

LONGEST_MESSAGE = 1600
"""Characters Twilio takes in one WhatsApp message."""
LONGEST_REPLY = 4 * LONGEST_MESSAGE
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def split(body: str) -> list[str]:
    """`body` in pieces of at most LONGEST_MESSAGE, cut at a line, else a word, else anywhere."""
    pieces = []
    rest = body
    while len(rest) > LONGEST_MESSAGE:
        head = rest[:LONGEST_MESSAGE]
        ends = (head.rfind("\n"), head.rfind(" "), LONGEST_MESSAGE)
        cut = next(end for end in ends if end >= LONGEST_MESSAGE // 2)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of it: blanks, controls and formatting alone."""
    return all(unicodedata.category(each) in _UNSEEN for each in text)


def storable(text: str) -> str:
    """Without NUL and lone surrogates, which PostgreSQL and UTF-8 can't hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
