"""In which encoding a file of text is, and what separates its columns (pure)."""

from __future__ import annotations

import codecs
import csv
import io

ENCODINGS = ("utf-8-sig", "utf-16", "cp1250", "cp1252", "cp1256", "iso8859_2")
SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 256 * 1024
"""Bytes that are looked at."""

# What people who write our languages have in their names and addresses.
_OURS = set("ąćęłńóśźżéèêëàâùûüîïôçœäöß’„”–€№") | set("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكءآئؤة")


def of(sample: bytes) -> str:
    """Of the first bytes of a file: one of ENCODINGS. A person can choose another."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _is_utf8(sample):
        return "utf-8-sig"
    return max(ENCODINGS[2:], key=lambda encoding: _likely(sample, encoding))


def separator(sample: bytes, encoding: str) -> str:
    """What divides the first lines into the most columns, and each into as many."""
    lines = _lines(sample, encoding)[:20]

    def divides(by: str) -> tuple[bool, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=by) if row]
        return (
            (len(set(widths)) == 1, widths[0] if widths else 0)
            if max(widths, default=1) > 1
            else (False, 0)
        )

    return max(SEPARATORS, key=divides)


def _is_utf8(sample: bytes) -> bool:
    """The last character may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _likely(sample: bytes, encoding: str) -> int:
    """How many of its letters are ours, less those that are nobody's here."""
    text = sample.decode(encoding, errors="replace").lower()
    foreign = [each for each in text if not each.isascii()]
    ours = sum(each in _OURS for each in foreign)
    return ours - 2 * (len(foreign) - ours)


def _lines(sample: bytes, encoding: str) -> list[str]:
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)
    lines = io.StringIO(text, newline="").readlines()
    # The last one may be cut.
    return lines[:-1] if len(lines) > 1 and len(sample) >= SAMPLE else lines
