"""Figures in the digits of the reader."""

from __future__ import annotations

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def in_digits_of(language: str, text: str) -> str:
    return text.translate(_PERSIAN) if language == "fa" else text


def in_latin(typed: str) -> str:
    """Every field takes Persian and Arabic digits."""
    return typed.translate(_LATIN)
