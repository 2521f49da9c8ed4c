"""What is read by one pattern is what phonenumbers, which knows all of them, reads."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from occ.core import address, numbering

HOMES = ("PL", "IT", "FR", "IR", "GB", "US", "RU", "DE", "KZ", "VA", None)
KINDS = (
    *(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.PREMIUM_RATE),
    *(PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER),
)


def typed(chance: random.Random) -> list[str]:
    """Numbers of every country and kind, some with a figure wrong, too many, or too few."""
    found = []
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in KINDS:
            number = phonenumbers.example_number_for_type(country, kind)
            if number is None:
                continue
            written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            at = chance.randrange(1, len(written))
            wrong = [written[:at] + chance.choice("0123456789") + written[at + 1 :]]
            wrong += [written[:at] + chance.choice("0123456789") + written[at:]]
            wrong += [written[:at] + written[at + 1 :]]
            home = written.removeprefix(f"+{number.country_code}")
            found += [written, written[1:], home, f"0{home}", f"00{written[1:]}", *wrong]
    return found


@pytest.mark.parametrize("home", HOMES)
def test_a_short_way_reads_a_number_as_the_long_one(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(home or "")
    numbers = chance.sample(typed(chance), 400)
    short = [(address.read_phone(each, home), address.country_of(each)) for each in numbers]
    monkeypatch.setattr(numbering, "read", lambda digits, home: None)

    assert short == [(address.read_phone(each, home), address.country_of(each)) for each in numbers]


@pytest.mark.parametrize(
    ("digits", "home", "found"),
    [
        ("600100200", "PL", ("+48600100200", "PL")),
        ("48600100200", "PL", ("+48600100200", "PL")),
        ("+393331234567", "PL", ("+393331234567", "IT")),
        ("0612345678", "IT", ("+390612345678", "IT")),
        # A trunk prefix, premium rate, and the code alone: all left to who knows more.
        ("0612345678", "FR", None),
        ("700123456", "PL", None),
        ("48", "PL", None),
        ("", "PL", None),
        ("+", None, None),
    ],
)
def test_what_is_plain_is_read_by_the_short_way(
    digits: str, home: str | None, found: tuple[str, str] | None
) -> None:
    assert numbering.read(digits, home) == found
