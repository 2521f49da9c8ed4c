"""Public ids: no row number ever stands in a URL."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new(kind: str) -> str:
    """`cnv_4x0…`: the kind, and 80 random bits."""
    bits = secrets.randbits(80)
    return f"{kind}_" + "".join([_ALPHABET[bits >> at & 31] for at in range(0, 80, 5)])
