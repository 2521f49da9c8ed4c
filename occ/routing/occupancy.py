"""How much of the seats that agents offered was taken, and how long they stood in which state.

A seat is offered while its agent is available, and taken while a conversation that they accepted is
theirs meanwhile: what somebody finishes while away takes no seat that was offered. A service counts
the seats of those who serve it, and of whoever had some of it. Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from occ.routing.report_figures import Figures
from occ.users.spans import Standing


class Held(NamedTuple):
    """What an agent had of a service, from when to when, in seconds."""

    user_id: int
    service_id: int
    begun: float
    ended: float


class Stood(NamedTuple):
    """A span of presence, likewise."""

    user_id: int
    state: Standing
    seats: int
    begun: float
    ended: float


def add(
    stood: Iterable[Stood],
    held: Sequence[Held],
    serving: Mapping[int, Collection[int]],
    midnights: Sequence[float],
    to: tuple[Sequence[Figures], Mapping[int, Figures], defaultdict[int, Figures], Figures],
) -> None:
    """`serving`: the members of each service that is asked for; none chosen: everybody serves it.

    `to`: the figures of each day, service, agent, and of all.
    """
    days, services, agents, whole = to
    of_users: defaultdict[int, list[Stood]] = defaultdict(list)
    for span in stood:
        of_users[span.user_id].append(span)
    had: defaultdict[int, set[int]] = defaultdict(set)
    for one in held:
        had[one.user_id].add(one.service_id)
        for day, seconds in _available(one, of_users.get(one.user_id, ()), midnights):
            for figures in (days[day], services[one.service_id], agents[one.user_id], whole):
                figures.taken += seconds
    for user_id, own in of_users.items():
        served = {
            service_id
            for service_id, members in serving.items()
            if not members or user_id in members
        } | had[user_id]
        if not served:
            continue
        for span in own:
            if span.seats:
                agents[user_id].stood[span.state] += span.ended - span.begun
            if span.state is not Standing.AVAILABLE:
                continue
            for day, seconds in _by_day(span.begun, span.ended, midnights):
                over = [days[day], agents[user_id], whole, *(services[each] for each in served)]
                for figures in over:
                    figures.offered += seconds * span.seats


def _available(
    one: Held, own: Sequence[Stood], midnights: Sequence[float]
) -> Iterator[tuple[int, float]]:
    """The part of it in which its agent was available, day by day. `own`: in order of time."""
    place = max(0, bisect_right(own, one.begun, key=lambda span: span.begun) - 1)
    for span in own[place:]:
        if span.begun >= one.ended:
            return
        if span.state is Standing.AVAILABLE and span.seats:
            both = max(one.begun, span.begun), min(one.ended, span.ended)
            yield from _by_day(*both, midnights)


def _by_day(begun: float, ended: float, midnights: Sequence[float]) -> Iterator[tuple[int, float]]:
    place = bisect_right(midnights, begun) - 1
    while begun < ended:
        until = min(ended, midnights[place + 1])
        yield place, until - begun
        begun, place = until, place + 1
