"""A text as the words that it is found by."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile("[a-z0-9]+")
_SAME = str.maketrans({"ي": "ی", "ك": "ک", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "\u200c": " "})


def plain(text: str) -> str:
    """Small letters and figures, a blank between words: `Łódź, no. ۱۱` is `lodz no 11`.

    Without accents; Arabic letters as Persian ones, every digit as ours.
    """
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    found = []
    for character in unicodedata.normalize("NFKD", text.translate(_SAME).casefold()):
        if character.isdecimal():
            found.append(str(unicodedata.decimal(character)))
        elif character.isalpha():
            found.append(character)
        elif not unicodedata.combining(character):
            found.append(" ")
    return " ".join("".join(found).split())
