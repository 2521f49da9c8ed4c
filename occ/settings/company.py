"""What the company may be called, and the time zones and countries it may choose (pure)."""

from __future__ import annotations

from babel.core import get_global
from phonenumbers import SUPPORTED_REGIONS

from occ.core.words import Words, say

LONGEST_NAME = 80
ZONES = ("UTC", *sorted(get_global("zone_territories")))
COUNTRIES: tuple[str, ...] = tuple(sorted(map(str, SUPPORTED_REGIONS)))
"""ISO 3166, two letters: all that have telephone numbers of their own."""


def about_name(name: str) -> Words | None:
    """What is wrong with it; None where it can be taken."""
    if 1 <= len(name) <= LONGEST_NAME:
        return None
    return say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)
