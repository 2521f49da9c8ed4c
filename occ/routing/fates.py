"""How it went for one customer, and how it would have gone; and of many together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import inf
from typing import NamedTuple

from occ.routing.past_day import Came, PastDay
from occ.routing.replay import Given
from occ.routing.report_figures import Spread, spread
from occ.routing.typical import Typical


class End(StrEnum):
    SERVED = "served"
    LEFT = "left"
    WAITING = "waiting"
    """Still, at midnight: the wait counts up to then."""


class Fate(NamedTuple):
    end: End
    wait: float
    """In seconds."""
    in_time: bool


@dataclass(frozen=True)
class Summary:
    served: int
    left: int
    waiting: int
    wait: Spread | None
    """Of who was served or still waits; so is `longest`."""
    longest: float | None
    in_time: float | None
    """A share of 1."""

    @property
    def count(self) -> int:
        return self.served + self.left + self.waiting


def was(day: PastDay, each: Came) -> Fate:
    gave_up = each.closed if each.accepted is None else None
    return _fate(day, each, each.accepted, gave_up, each.answered)


def would_be(day: PastDay, each: Came, given: Given | None, typical: Typical) -> Fate:
    if given is None:
        return _fate(day, each, None, each.closed if each.accepted is None else None, None)
    words = typical.answer(each)
    answered = None if words is None else given.accepted_at + words
    return _fate(day, each, given.accepted_at, None, answered)


def _fate(
    day: PastDay,
    each: Came,
    accepted: datetime | None,
    gave_up: datetime | None,
    answered: datetime | None,
) -> Fate:
    end = day.period.midnights[-1]
    target = day.services[each.service_id].target
    after = None if answered is None else (answered - each.opened).total_seconds()
    in_time = target.judges(after, inf) is True
    until, how = end, End.WAITING
    if accepted is not None and accepted < end:
        until, how = accepted, End.SERVED
    elif gave_up is not None and gave_up < end:
        until, how = gave_up, End.LEFT
    return Fate(how, max(0.0, (until - each.opened).total_seconds()), in_time)


def summary(fates: Sequence[Fate]) -> Summary:
    waits = [fate.wait for fate in fates if fate.end is not End.LEFT]
    count = {how: sum(fate.end is how for fate in fates) for how in End}
    return Summary(
        served=count[End.SERVED],
        left=count[End.LEFT],
        waiting=count[End.WAITING],
        wait=spread(waits),
        longest=max(waits, default=None),
        in_time=sum(fate.in_time for fate in fates) / len(fates) if fates else None,
    )
