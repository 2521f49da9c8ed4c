"""Put a sentence into a language outside of a page: socket answers, and what jobs send."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

from occ.core.words import Words

LANGUAGES = ("en", "it", "pl", "fr", "fa")


def translate(words: Words, language: str) -> str:
    sentence = _catalog(language).gettext(words.text)
    return sentence % words.values if words.values else sentence


@cache
def _catalog(language: str) -> NullTranslations:
    return Translations.load(str(Path(__file__).parent), [language])
