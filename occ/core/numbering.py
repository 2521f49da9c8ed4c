"""Telephone numbers of the usual forms, read by one pattern a country.

phonenumbers asks some forty patterns of a number, and a file has a million of them. What is plainly
a mobile or fixed line of a country is known here; all else is left to it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc


class Line(NamedTuple):
    """A number in E.164, and its country (ISO 3166, two letters)."""

    phone: str
    country: str


class _Plan(NamedTuple):
    country: str
    code: str
    general: re.Pattern[str]
    lines: re.Pattern[str]
    """Mobile and fixed ones, of a length they may have."""
    dialled: re.Pattern[str]
    """What is dialled before a number, at home or for abroad, and is none of it."""


_COUNTRIES = {
    str(code): countries[0]
    for code, countries in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
    # 001 stands for numbers of no country, such as satellite telephones.
    if countries[0].isalpha()
}
"""The largest country of each code."""


def read(digits: str, home: str | None) -> Line | None:
    """With a plus and a country's code, or as people of `home` write it. None: ask further."""
    bare = digits.removeprefix("+")
    if not (bare.isascii() and bare.isdecimal()):
        return None
    plan = _plan(home) if bare is digits and home else _coded(bare) if bare is not digits else None
    if plan is None:
        return None
    if bare is digits:
        has_code = not plan.general.fullmatch(bare)
        if plan.dialled.match(bare) or (has_code and not bare.startswith(plan.code)):
            return None
    else:
        has_code = True
    national = bare[len(plan.code) :] if has_code else bare
    if plan.dialled.match(national) or not plan.lines.match(national):
        return None
    return Line(f"+{plan.code}{national}", plan.country)


def _coded(digits: str) -> _Plan | None:
    """Of the country whose code they begin with: no code is the beginning of another."""
    for length in (1, 2, 3):
        country = _COUNTRIES.get(digits[:length])
        if country:
            return _plan(country)
    return None


@cache
def _plan(country: str) -> _Plan | None:
    """None for those that share their code with a larger one."""
    found = PhoneMetadata.metadata_for_region(country, None)
    if found is None or found.general_desc is None or found.leading_digits:
        return None
    code = str(found.country_code)
    if _COUNTRIES.get(code) != country:
        return None
    others = (
        *(found.premium_rate, found.toll_free, found.shared_cost, found.voip),
        *(found.personal_number, found.pager, found.uan, found.voicemail),
    )
    lines = (
        f"(?={_whole(found.general_desc)})(?!{'|'.join(map(_whole, others))})"
        f"(?:{_whole(found.fixed_line)}|{_whole(found.mobile)})"
    )
    dialled = [found.national_prefix_for_parsing, found.international_prefix]
    return _Plan(
        country,
        code,
        re.compile(found.general_desc.national_number_pattern or "(?!)"),
        re.compile(lines),
        re.compile("|".join(f"(?:{each})" for each in dialled if each) or "(?!)"),
    )


def _whole(desc: PhoneNumberDesc | None) -> str:
    """A pattern for all of a number; one that fits none where a country has no such."""
    if desc is None or not desc.national_number_pattern:
        return "(?!)"
    lengths = "|".join(f"[0-9]{{{each}}}" for each in desc.possible_length if each > 0)
    length = rf"(?=(?:{lengths})\Z)" if lengths else ""
    return rf"(?:{length}(?:{desc.national_number_pattern})\Z)"
