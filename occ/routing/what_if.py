"""What if: a past day with other limits, people or hours, held against how it went. Pure.

What stays as it was: who wrote when; how long each conversation was handled, in one piece; how long
its agent took to accept and to find the first words; when somebody gave up. What is left out:
offers that were missed or declined, hand-overs, parking, overflow and what was put first by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from occ.conversations.models import ARRIVED
from occ.routing import fates, replay
from occ.routing.fates import Fate, Summary, summary
from occ.routing.past_day import Came, PastDay, Person
from occ.routing.replay import Arrival, Plan, Shift
from occ.routing.reports import Period
from occ.routing.typical import Typical

_HOUR = timedelta(hours=1)
_NONE = timedelta(0)


@dataclass(frozen=True)
class Changes:
    """None, empty or 0: as it was. Users by id."""

    limit: int | None = None
    limits: Mapping[int, int] = field(default_factory=dict)
    """Of single users, before the one for all."""
    without: Collection[int] = ()
    added: int = 0
    added_limit: int = 3
    """They serve the service asked for, or every service, for as long as anybody was there."""
    hours: tuple[time, time] | None = None
    """From when to when everybody is there, by the company's clock; to 00:00 is to midnight."""


class Compared(NamedTuple):
    was: Summary
    would_be: Summary


class Outcome(NamedTuple):
    whole: Compared
    hours: Sequence[tuple[datetime, Compared]]
    """Each hour of the day by its beginning, in the company's zone: 23 to 25 of them."""


def play(day: PastDay, changes: Changes, service_id: int | None) -> Outcome:
    """The whole house is replayed, since services share agents; the figures are the service's."""
    start, _ = day.period.midnights
    typical = Typical(day)
    given = replay.run(plan(day, changes, service_id, typical))
    hours = _hours(day.period)
    found: defaultdict[int, list[tuple[Fate, Fate]]] = defaultdict(list)
    for each in day.came:
        counts = each.asked and each.opened >= start and each.service_id in day.services
        if counts and service_id in (None, each.service_id):
            pair = fates.was(day, each), fates.would_be(day, each, given.get(each.id), typical)
            found[bisect_right(hours, each.opened) - 1].append(pair)
    zone = ZoneInfo(day.period.zone)
    return Outcome(
        _compared(pair for hour in found.values() for pair in hour),
        [
            (begins.astimezone(zone), _compared(found.get(place, ())))
            for place, begins in enumerate(hours)
        ],
    )


def _hours(period: Period) -> list[datetime]:
    start, end = period.midnights
    return [start + number * _HOUR for number in range(-(-(end - start) // _HOUR))]


def plan(day: PastDay, changes: Changes, service_id: int | None, typical: Typical) -> Plan:
    start, end = day.period.midnights
    shifts = [
        shift
        for person in day.people
        if person.id not in changes.without
        for shift in _shifts(person, changes, day.period)
    ]
    added = _added(changes, shifts, day.period)
    newcomers = {shift.user_id for shift in added}
    services = {
        key: each.served._replace(members={*each.served.members, *newcomers})
        if each.served.members and service_id in (None, key)
        else each.served
        for key, each in day.services.items()
    }
    arrivals = [
        arrival
        for each in day.came
        if each.service_id in services and (arrival := _arrival(each, typical)) is not None
    ]
    # Who goes at one moment goes before who comes: of no time at all they would never go.
    there = [shift for shift in (*shifts, *added) if shift.begun < shift.ended]
    return Plan(start, end, services, there, arrivals, day.in_hand)


def _shifts(person: Person, changes: Changes, period: Period) -> Iterable[Shift]:
    limit = changes.limits.get(person.id, changes.limit)
    if changes.hours is not None:
        yield Shift(person.id, *_moments(changes.hours, period), limit or person.most)
        return
    for span in person.spans:
        yield Shift(person.id, span.begun, span.ended, limit or span.seats)


def _added(changes: Changes, shifts: Sequence[Shift], period: Period) -> list[Shift]:
    """Numbered below every user."""
    start, end = period.midnights
    if changes.hours is not None:
        begun, ended = _moments(changes.hours, period)
    else:
        begun = min((shift.begun for shift in shifts), default=start)
        ended = max((shift.ended for shift in shifts), default=end)
    return [
        Shift(-number, begun, ended, changes.added_limit) for number in range(1, changes.added + 1)
    ]


def _moments(hours: tuple[time, time], period: Period) -> tuple[datetime, datetime]:
    """A time that comes twice begins at its first and ends at its second."""
    zone = ZoneInfo(period.zone)
    begins, ends = (
        datetime.combine(period.first, at.replace(fold=fold), zone).astimezone(UTC)
        for fold, at in enumerate(hours)
    )
    return begins, ends if hours[1] != time(0) else period.midnights[-1]


def _arrival(each: Came, typical: Typical) -> Arrival | None:
    """None for what nobody waited in: poured into another, or of somebody who is blocked."""
    own = not each.asked
    if own and not each.shares:
        return None
    gave_up = each.closed if each.accepted is None else None
    return Arrival(
        id=each.id,
        service_id=each.service_id,
        arrives=each.shares[0].accepted if own else each.opened,
        queue_rank=ARRIVED,
        stands_since=each.stands_since,
        reaction=_NONE if own else typical.reaction(each),
        handling=typical.handling(each),
        leaves=None if own else gave_up,
        known_to_id=each.known_to_id,
        agent_id=each.shares[0].user_id if own else None,
    )


def _compared(found: Iterable[tuple[Fate, Fate]]) -> Compared:
    pairs = list(found)
    return Compared(*(summary([pair[place] for pair in pairs]) for place in (0, 1)))
