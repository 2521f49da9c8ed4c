"""Charts over time that every eye can read: one strip of bars a kind, with names, on one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from occ.core.words import Words

LEAST = 2
"""Of a hundred: a bar of one person among a million is seen, too."""


@dataclass(frozen=True)
class Tick:
    at: float
    """Of a hundred, from the left."""
    when: str
    anchor: str
    """SVG's, so that no end is cut off."""


@dataclass(frozen=True)
class Bar:
    height: int
    title: str


@dataclass(frozen=True)
class Strip:
    kind: str
    words: Words | None
    """What tells it from the others; None: it is the only one."""
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Chart:
    title: Words
    strips: Sequence[Strip]
    most: str
    least: str
    ticks: Sequence[Tick]


Row = tuple[str, Words | None, Sequence[float | None]]
"""A strip's kind and words, and a value for each stretch of time."""


def chart(
    title: Words,
    whens: Sequence[str],
    rows: Sequence[Row],
    said: Callable[[float], str],
    most: float = 0,
) -> Chart:
    """`most`: where the scale ends; without it, at the highest of all values."""
    top = most or max((each or 0 for _, _, row in rows for each in row), default=0) or 1
    drawn = [
        Strip(
            kind,
            words,
            [
                Bar(height(each or 0, top), f"{when}: {said(each or 0)}")
                for when, each in zip(whens, row, strict=True)
            ],
        )
        for kind, words, row in rows
    ]
    return Chart(title, drawn, said(top), said(0), ticks(whens))


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
