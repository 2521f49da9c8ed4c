"""How a run went over time, as a chart that every eye can read: one strip of bars a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from occ.campaigns.course import Course, Kind, Step
from occ.core.words import Words, say
from occ.web import formats, strips
from occ.web.strips import Tick

KINDS: dict[Kind, Words] = {
    Kind.SENT: say("sent"),
    Kind.DELIVERED: say("delivered"),
    Kind.FAILED: say("failed or undelivered"),
}
STEPS: dict[Step, Words] = {
    Step.HOUR: say("hour by hour"),
    Step.DAY: say("day by day"),
    Step.WEEK: say("week by week, from Monday"),
}


@dataclass(frozen=True)
class Bar:
    height: int
    """Of a hundred; all strips have one scale."""
    when: str
    people: int

    @property
    def title(self) -> str:
        return f"{self.when}: {formats.number(self.people)}"


@dataclass(frozen=True)
class Strip:
    kind: Kind
    words: Words
    total: int
    bars: Sequence[Bar]

    @property
    def tallest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.people)


@dataclass(frozen=True)
class Chart:
    step: Words
    strips: Sequence[Strip]
    whens: Sequence[str]
    most: int
    """People: the top of the scale."""
    ticks: Sequence[Tick]


def drawn(course: Course) -> Chart:
    named = _NAMES[course.step]
    whens = [named(each.begins) for each in course.stretches]

    def bar(at: int, kind: Kind) -> Bar:
        people = course.stretches[at].people[kind]
        return Bar(strips.height(people, course.most), whens[at], people)

    found = [
        Strip(kind, words, course.total(kind), [bar(at, kind) for at in range(len(whens))])
        for kind, words in KINDS.items()
    ]
    return Chart(STEPS[course.step], found, whens, course.most, strips.ticks(whens))


_NAMES: dict[Step, Callable[[datetime], str]] = {
    Step.HOUR: formats.plain_moment,
    Step.DAY: formats.day,
    Step.WEEK: formats.day,
}
