"""Medians, ninetieths and how many at once. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Spread(NamedTuple):
    """Half were no longer than `median`, nine in ten no longer than `ninetieth`; in seconds."""

    median: float
    ninetieth: float


class AtOnce(NamedTuple):
    """How many conversations somebody had at the same time."""

    average: float
    """Over the time in which they had any."""
    peak: int
    spent: Counter[int]
    """Seconds with so many at once."""


@dataclass
class Figures:
    """Of one day, service or agent. `name` is shown; a day's is empty, and `key` its date."""

    key: str
    name: str = ""
    volume: int = 0
    abandoned: int = 0
    accepted: int = 0
    missed: int = 0
    waits: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    due: int = 0
    """Of services with a target: to whom an answer was due …"""
    punctual: int = 0
    """… and who had it in time."""
    handled: list[float] = field(default_factory=list)
    held: list[tuple[float, float]] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)
    stood: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Of an agent: seconds in each state of presence."""
    offered: float = 0
    """Seat-seconds: an hour with three seats is three hours …"""
    taken: float = 0
    """… and so many of them had a conversation."""

    def add(self, other: Figures) -> None:
        self.volume += other.volume
        self.abandoned += other.abandoned
        self.accepted += other.accepted
        self.missed += other.missed
        self.waits += other.waits
        self.answers += other.answers
        self.due += other.due
        self.punctual += other.punctual
        self.handled += other.handled
        self.ratings += other.ratings

    def settle(self) -> None:
        """Sort what has to be sorted, wherever there is time for it."""
        _ = self.wait, self.answer, self.handle, self.at_once

    @property
    def rating(self) -> float | None:
        """The average, from 1 to 5."""
        return sum(self.ratings) / len(self.ratings) if self.ratings else None

    @cached_property
    def wait(self) -> Spread | None:
        return spread(self.waits)

    @cached_property
    def answer(self) -> Spread | None:
        return spread(self.answers)

    @property
    def in_time(self) -> float | None:
        """A share of 1; None where no answer was due by a target."""
        return self.punctual / self.due if self.due else None

    @property
    def occupancy(self) -> float | None:
        """A share of 1; None where nobody offered a seat. Over 1 where somebody's limit was lowered
        below what they had."""
        return self.taken / self.offered if self.offered else None

    @cached_property
    def handle(self) -> Spread | None:
        return spread(self.handled)

    @cached_property
    def at_once(self) -> AtOnce | None:
        return at_once(self.held)


@dataclass
class Report:
    days: dict[str, Figures]
    services: dict[str, Figures]
    agents: dict[str, Figures]
    whole: Figures = field(default_factory=lambda: Figures("all"))

    @property
    def at_once(self) -> AtOnce | None:
        """Of all agents together, each counted alone."""
        apart = [one.at_once for one in self.agents.values()]
        found = [one for one in apart if one is not None]
        if not found:
            return None
        spent = found[0].spent.copy()
        for one in found[1:]:
            spent += one.spent
        busy = sum(spent.values()) or 1
        average = sum(count * seconds for count, seconds in spent.items()) / busy
        return AtOnce(average, max(one.peak for one in found), spent)


def spread(values: Sequence[float]) -> Spread | None:
    """By the nearest rank: each is a time that somebody really had."""
    if not values:
        return None
    ordered = sorted(values)
    last = len(ordered) - 1
    return Spread(ordered[last // 2], ordered[min(last, -(-9 * len(ordered) // 10) - 1)])


def at_once(held: Iterable[tuple[float, float]]) -> AtOnce | None:
    """`held`: when each began and ended, in seconds; one that ends as another begins is not beside
    it.
    """
    steps = sorted(
        step for begun, ended in held if ended > begun for step in ((begun, 1), (ended, -1))
    )
    if not steps:
        return None
    spent: defaultdict[int, float] = defaultdict(float)
    count, peak, before = 0, 0, steps[0][0]
    for at, step in steps:
        if count:
            spent[count] += at - before
        count, before = count + step, at
        peak = max(peak, count)
    busy = sum(spent.values())
    average = sum(count * seconds for count, seconds in spent.items()) / busy
    return AtOnce(average, peak, Counter({n: round(each) for n, each in spent.items()}))
