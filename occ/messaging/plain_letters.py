"""The option "no Polish letters" (C6): what GSM's alphabet can't write, written so that it can.

For every alphabet with GSM equivalents: Latin letters lose the marks that GSM does not know, Greek
ones become the capitals it has, and typographic signs the plain ones. A character that GSM has
(é, à, ü, €) stays; one without an equivalent (Persian, Cyrillic, emoji) stays, too. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from occ.messaging.parts import INSTEAD, LETTERS

_GSM = frozenset(LETTERS)


@dataclass(frozen=True)
class Span:
    """A stretch of the text: `now` stands where `was` stood, equal where nothing is replaced."""

    was: str
    now: str

    @property
    def is_changed(self) -> bool:
        return self.was != self.now


def plain(text: str) -> str:
    return "".join(now for _, now in _each(text))


def diff(text: str) -> list[Span]:
    """The whole text in stretches that stay and stretches that change, in turn."""
    spans: list[Span] = []
    for was, now in _each(text):
        if spans and spans[-1].is_changed == (was != now):
            spans[-1] = Span(spans[-1].was + was, spans[-1].now + now)
        else:
            spans.append(Span(was, now))
    return spans


def _each(text: str) -> Iterator[tuple[str, str]]:
    """Each character with the marks that follow it, and what it becomes.

    The marks go with their letter, typed as one character or as several.
    """
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and is_mark(text[end]):
            end += 1
        was = text[start:end]
        now = _instead(unicodedata.normalize("NFC", was))
        yield was, was if now is None else now
        start = end


@lru_cache(maxsize=4096)
def _instead(letter: str) -> str | None:
    """The letter itself where GSM has it; None where it has nothing like it."""
    known = _known(letter)
    if known is not None:
        return known
    bare = [_of_one(each) for each in unicodedata.normalize("NFKD", letter) if not is_mark(each)]
    return "".join(each or "" for each in bare) if bare and None not in bare else None


def _known(letter: str) -> str | None:
    return letter if letter in _GSM else INSTEAD.get(letter)


def _of_one(letter: str) -> str | None:
    """A Greek letter's capital, where there is no small one."""
    known = _known(letter)
    return _known(letter.upper()) if known is None and "α" <= letter <= "ω" else known


def is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
