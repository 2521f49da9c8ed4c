"""The words on the screen in the reader's language, as a test looks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.support import Translations

import occ
from tests.stateful import MORE

_PLACE = re.compile(r"%\((\w+)\)[sd]")
_ISOLATES = "[\u2066-\u2069]*"


class Tongue:
    def __init__(self, code: str) -> None:
        self.code = code
        self.direction = "rtl" if code == "fa" else "ltr"
        self._catalog = Translations.load(str(Path(occ.__file__).parent / "translations"), [code])

    def __call__(self, msgid: str, **values: str) -> str | re.Pattern[str]:
        """What `msgid` is here; with `values` a pattern, as those may stand in isolates.

        A value that is not given may be anything: a figure, an age.
        """
        words: str = self._catalog.gettext(msgid)
        if not _PLACE.search(words):
            return words
        parts = _PLACE.split(words)
        texts = [re.escape(text) for text in parts[::2]]
        found = [
            _ISOLATES + re.escape(values[name]) + _ISOLATES if name in values else ".*"
            for name in parts[1::2]
        ]
        return re.compile("".join(a + b for a, b in zip(texts, [*found, ""], strict=True)))


ENGLISH = Tongue("en")
PERSIAN = Tongue("fa")
ALL = (ENGLISH, Tongue("it"), Tongue("pl"), Tongue("fr"), PERSIAN)


def told_in(
    *tongues: Tongue, more: tuple[Tongue, ...] = (ENGLISH, PERSIAN)
) -> pytest.MarkDecorator:
    """A story is told in these; in `more` where OCC_TEST_EXAMPLES asks for it."""
    told = more if MORE > 1 else tongues
    return pytest.mark.parametrize("say", told, ids=[tongue.code for tongue in told])
