"""The people outside who write to us."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True)
class Customer:
    """Someone with a phone; without `phone`, one whose WhatsApp user name hides the number."""

    name: str
    phone: str | None = None
    bsuid: str | None = None
    """Business-scoped user id; None: made from the number; empty: WhatsApp tells none."""

    @property
    def user_id(self) -> str:
        if self.bsuid is not None or self.phone is None:
            return self.bsuid or ""
        digits = int(hashlib.sha256(self.phone.encode()).hexdigest(), 16) % 10**16
        return f"{_country(self.phone)}.{digits:016d}"

    @property
    def key(self) -> str:
        """What an answer is sent to."""
        return self.phone or self.user_id


def _country(phone: str) -> str:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone, None)) or "US"
    except phonenumbers.NumberParseException:
        return "US"
