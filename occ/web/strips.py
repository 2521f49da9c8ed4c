"""Charts over time that every eye can read: one strip of bars a kind, with names, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 2
"""Of a hundred: a bar of one person among a million is seen, too."""


@dataclass(frozen=True)
class Tick:
    at: float
    """Of a hundred, from the left."""
    when: str
    anchor: str
    """SVG's, so that no end is cut off."""


def height(value: float, most: float) -> int:
    """Of a hundred, under a scale that ends at `most`."""
    return max(LEAST, round(100 * value / most)) if value else 0


def ticks(whens: Sequence[str]) -> list[Tick]:
    """The first stretch, the one in the middle, and the last."""
    last = len(whens) - 1
    anchors = {0: "start", last // 2: "middle", last: "end"} if last else {0: "middle"}
    return [
        Tick(round((at + 0.5) * 100 / len(whens), 1), whens[at], anchor)
        for at, anchor in sorted(anchors.items())
    ]
