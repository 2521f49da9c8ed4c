"""Which ink can be read on a colour (WCAG 2.2, relative luminance and contrast ratio)."""

from __future__ import annotations

import re

READABLE, STANDS_OUT = 4.5, 3.0
"""The least contrast of text (1.4.3), and of what one is to find on a page (1.4.11)."""
DARK, LIGHT = "#000000", "#ffffff"
_HEX = re.compile(r"#[0-9a-f]{6}")


def read(typed: str) -> str | None:
    """`#0b6470` for `0B6470` and alike; None if it is no colour of six digits."""
    colour = "#" + typed.strip().removeprefix("#").lower()
    return colour if _HEX.fullmatch(colour) else None


def ink_on(colour: str) -> str:
    """The one of dark and light that stands out more: 4.5 : 1 at the least."""
    return max((LIGHT, DARK), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
