"""Who a message comes from or goes to, as the carriers write it.

This module alone reads and writes `whatsapp:+48…`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers

from occ.core import numbering

# Meta's business-scoped user id: country, a dot, up to 128 characters ("CC.ENT.…" if linked).
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9_-]{1,128}")
ON_WHATSAPP = "whatsapp:%"
"""What the addresses of WhatsApp, and no others, are like to SQL."""
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# What an SMS may come from besides: a short code, or a name of up to eleven characters.
_SMS_SENDER = re.compile(r"[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 .+&_-]{0,10}")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
# Blanks, and the marks of direction that come along from a text in Persian.
_AROUND = " \t\r\n\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_TEXTED = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE,
}


class Channel(StrEnum):
    WHATSAPP = "whatsapp"
    SMS = "sms"


@dataclass(frozen=True)
class Identity:
    """One channel identity of a person: E.164 number, WhatsApp business-scoped id, or both."""

    channel: Channel
    phone: str | None = None
    bsuid: str | None = None

    def __str__(self) -> str:
        """The way a carrier wants it in `To`: the number where we have one."""
        bare = self.phone or self.bsuid or ""
        return f"whatsapp:{bare}" if self.channel is Channel.WHATSAPP else bare


def parse(raw: str) -> Identity:
    """Read `whatsapp:+48500100200`, `whatsapp:PL.8Hb…`, `+48500100200`, or an SMS sender (`72323`,
    `FIRMA`), which stands where the number would.

    Raises ValueError for anything else.
    """
    channel, bare = Channel.SMS, raw
    if raw.startswith("whatsapp:"):
        channel, bare = Channel.WHATSAPP, raw.removeprefix("whatsapp:")
    if _E164.fullmatch(bare):
        return Identity(channel, phone=bare)
    if channel is Channel.WHATSAPP and _BSUID.fullmatch(bare):
        return Identity(channel, bsuid=bare)
    if channel is Channel.SMS and _SMS_SENDER.fullmatch(bare):
        return Identity(channel, phone=bare)
    raise ValueError(f"not an address of a known form: {raw!r}")


def is_number(bare: str | None) -> bool:
    """Whether it is an E.164 number, and not an SMS sender's name or short code."""
    return bare is not None and _E164.fullmatch(bare) is not None


def read_number(typed: str) -> str | None:
    """The E.164 form of a number as a person types it, country code first; None if it is none.

    Takes spaces, brackets, `00` for `+`, and Persian or Arabic digits.
    """
    try:
        number = phonenumbers.parse(_bare(typed), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_phone(typed: str, home: str | None) -> str | None:
    """The E.164 form of a number that can get texts; None where it is none.

    `home` is the country (ISO 3166, two letters) whose numbers may stand without their code;
    the code may also stand without a plus, as in `48500100200`.

    Mobile and fixed lines are taken (WhatsApp runs on both), premium rate and the like are not.
    """
    digits = _bare(typed)
    if known := numbering.read(digits, home):
        return known.phone
    tries = (digits, f"+{digits}") if not digits.startswith("+") else (digits,)
    for written in tries:
        try:
            number = phonenumbers.parse(written, home)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _TEXTED:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def ranges(digits: str, home: str | None) -> list[tuple[str, str]]:
    """Where numbers that begin with these digits stand among E.164 ones: from, and before.

    The digits may begin with the country's code, or be those of a number of `home`.
    """
    bare = digits.lstrip("0")
    code = phonenumbers.country_code_for_region(home) if home else 0
    beginnings = {bare, *((f"{code}{bare}", f"{code}{digits}") if code else ())} - {""}
    return [(f"+{each}", f"+{int(each) + 1}") for each in sorted(beginnings)]


@lru_cache(maxsize=4096)
def country_of(phone: str) -> str | None:
    """The country (ISO 3166, two letters) of an E.164 number; None where it has none."""
    if known := numbering.read(phone, None):
        return known.country
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return None
    found = phonenumbers.region_code_for_number(number)
    # 001 stands for numbers of no country, such as satellite telephones.
    return found if found and found.isalpha() else None


def _bare(typed: str) -> str:
    digits = typed.translate(_DIGITS).strip(_AROUND)
    return "+" + digits[2:] if digits.startswith("00") else digits


def readable(phone: str) -> str:
    """`+48 500 100 200` for `+48500100200`."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
