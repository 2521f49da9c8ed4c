"""Public ids: no row number ever stands in a URL."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new(kind: str) -> str:
    """`cnv_4x0…`: the kind, and 80 random bits."""
    return f"{kind}_" + "".join(secrets.choice(_ALPHABET) for _ in range(16))
