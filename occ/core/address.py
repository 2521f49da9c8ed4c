"""Who a message comes from or goes to, as the carriers write it.

This module alone reads and writes `whatsapp:+48…`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

# Meta's business-scoped user id: country, a dot, up to 128 characters ("CC.ENT.…" if linked).
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9_-]{1,128}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# What an SMS may come from besides: a short code, or a name of up to eleven characters.
_SMS_SENDER = re.compile(r"[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 +&_-]{0,10}")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


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


def read_number(typed: str) -> str | None:
    """The E.164 form of a number as a person types it, country code first; None if it is none.

    Takes spaces, brackets, `00` for `+`, and Persian or Arabic digits.
    """
    digits = typed.translate(_DIGITS).strip()
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    try:
        number = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(phone: str) -> str:
    """`+48 500 100 200` for `+48500100200`."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
