"""The people on a contact card (vCard 2.1 to 4.0), as far as they can be read.

A card comes from any telephone there is: what can't be read is left out, and nothing raises.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from typing import Any

Card = dict[str, Any]
"""`name`, `company`, `phones`, `emails`: texts and lists of texts."""

MOST_CARDS = 20
MOST_EACH = 8
LONGEST = 200
LARGEST_BYTES = 1024 * 1024
"""A card may carry its photo; what comes after this much is not read."""
_ESCAPED = re.compile(r"\\(.)", re.S)
_APART = re.compile(r"(?<!\\);")


def read(content: bytes) -> list[Card]:
    cards: list[Card] = []
    card: Card | None = None
    for name, parameters, value in _lines(content[:LARGEST_BYTES]):
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            card = {"name": "", "company": "", "phones": [], "emails": []}
        elif name == "END" and card is not None:
            if any(card.values()) and len(cards) < MOST_CARDS:
                cards.append(card)
            card = None
        elif card is not None:
            _note(card, name, _decoded(parameters, value))
    return cards


def _note(card: Card, name: str, value: str) -> None:
    if name == "FN":
        card["name"] = _plain(value) or card["name"]
    elif name == "N" and not card["name"]:
        family, given, middle, prefix, suffix = [*_parts(value), "", "", "", "", ""][:5]
        whole = (prefix, given, middle, family, suffix)
        card["name"] = " ".join(part for part in whole if part)[:LONGEST]
    elif name == "ORG":
        card["company"] = ", ".join(part for part in _parts(value) if part)[:LONGEST]
    elif name in ("TEL", "EMAIL"):
        known: list[str] = card["phones" if name == "TEL" else "emails"]
        plain = re.sub(r"^(tel|mailto):", "", _plain(value), flags=re.I)
        if plain and plain not in known and len(known) < MOST_EACH:
            known.append(plain)


def _lines(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each, long ones joined again."""
    lines: list[list[str]] = []
    for line in re.split(r"\r\n|\r|\n", _text(content)):
        if lines and line[:1] in (" ", "\t"):
            lines[-1].append(line[1:])
        elif lines and _goes_on(lines[-1]):
            lines[-1].append("\n" + line)
        else:
            lines.append([line])
    for pieces in lines:
        head, colon, value = "".join(pieces).partition(":")
        if colon:
            name, _, parameters = head.strip().partition(";")
            yield name.rpartition(".")[2].upper(), parameters.upper(), value


def _goes_on(pieces: list[str]) -> bool:
    """Quoted-printable ends a line that is not the last of its value with "="."""
    return pieces[-1].endswith("=") and "QUOTED-PRINTABLE" in pieces[0].upper()


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _decoded(parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters:
        return value
    return _text(quopri.decodestring(value.encode("utf-8")))


def _parts(value: str) -> list[str]:
    return [_plain(part) for part in _APART.split(value)]


def _plain(value: str) -> str:
    """One line, without what no database holds."""
    unescaped = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    whole = unescaped.replace("\x00", "").encode("utf-8", "replace").decode()
    return " ".join(whole.split())[:LONGEST]
