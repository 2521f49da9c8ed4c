"""Credit as whole numbers: 1 credit is 1,000 milli-credits, and there are no floats. Pure."""

from __future__ import annotations

MILLI = 1000
MOST = 10**15
"""Milli-credits a wallet can hold, far below what 64 bits and a browser's numbers can."""
MOST_BY_HAND = 1_000_000_000
"""Credits in one go."""


def text(amount: int) -> str:
    """`1240`, `-0.5`: milli-credits as credits, with no more decimals than it takes."""
    sign, whole, rest = "-" if amount < 0 else "", *divmod(abs(amount), MILLI)
    return f"{sign}{whole}" + (f".{rest:03d}".rstrip("0") if rest else "")
