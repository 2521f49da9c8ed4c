"""How a text is cut to what the provider takes, and what is kept of one that came in."""

from __future__ import annotations

import unicodedata

LONGEST_MESSAGE = 1600
"""Characters Twilio takes in one WhatsApp message."""
LONGEST_REPLY = 4 * LONGEST_MESSAGE
_JOINERS = "\u200c\u200d"
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def split(body: str) -> list[str]:
    """`body` in pieces of at most LONGEST_MESSAGE, cut at a line, else a word, else a letter."""
    pieces = []
    rest = body
    while len(rest) > LONGEST_MESSAGE:
        cut = _end(rest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _end(rest: str) -> int:
    """Where its first piece ends, at the half or later."""
    half, most = LONGEST_MESSAGE // 2, LONGEST_MESSAGE
    line = rest.rfind("\n", half, most + 1)
    if line >= 0:
        return line
    word = next((place for place in range(most, half - 1, -1) if rest[place].isspace()), None)
    if word is not None:
        return word
    # An accent, or the parts of one emoji, stay with what they belong to.
    letters = (place for place in range(most, half - 1, -1) if not _belongs(rest, place))
    return next(letters, most)


def _belongs(text: str, place: int) -> bool:
    """Whether what stands at `place` is one sign with what stands before it."""
    here, before = text[place], text[place - 1]
    if here in _JOINERS or before in _JOINERS:
        return True
    return unicodedata.category(here).startswith("M") or "\U0001f3fb" <= here <= "\U0001f3ff"


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of it: blanks, controls and formatting alone."""
    return all(unicodedata.category(each) in _UNSEEN for each in text)


def storable(text: str) -> str:
    """Without NUL and lone surrogates, which PostgreSQL and UTF-8 can't hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
