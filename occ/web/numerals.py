"""Figures in the digits of the reader, under the name that pages know them by."""

from __future__ import annotations

from occ.core.numerals import in_digits_of, in_latin

__all__ = ["in_digits_of", "in_latin"]
