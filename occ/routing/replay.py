"""A day replayed in memory, by the router's own rule: who would have had what, and when.

A simulation of discrete events, without chance: the same plan has the same outcome. Pure.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from occ.routing import rule
from occ.routing.rule import First

_NEVER = datetime.min.replace(tzinfo=UTC)


class Arrival(NamedTuple):
    """A conversation and what stays as it was, whoever has it."""

    id: int
    service_id: int
    arrives: datetime
    """In the queue; for `agent_id`: when the agent began it."""
    queue_rank: int
    stands_since: datetime
    reaction: timedelta
    """From the offer to its acceptance; the seat is taken from the offer on."""
    handling: timedelta
    """From the acceptance until the seat is free."""
    leaves: datetime | None = None
    """Who gave up does so at that moment, unless it has been offered to somebody."""
    known_to_id: int | None = None
    agent_id: int | None = None
    """Whose own it is: it stands in no queue, and nobody else takes it."""


class Shift(NamedTuple):
    """A user is there to be given conversations, at most `seats` at once."""

    user_id: int
    begun: datetime
    ended: datetime
    seats: int


class Served(NamedTuple):
    """Of a service: its head start, who serves it, and when it is not held back."""

    priority: int
    members: Collection[int]
    """None: everybody."""
    open: Sequence[tuple[datetime, datetime]] | None = None
    """None: always."""


class Plan(NamedTuple):
    start: datetime
    end: datetime
    services: Mapping[int, Served]
    shifts: Sequence[Shift]
    arrivals: Sequence[Arrival]
    in_hand: Sequence[tuple[int, datetime]] = ()
    """What somebody has at the start, and until when: it stays theirs."""


class Given(NamedTuple):
    user_id: int
    at: datetime
    accepted_at: datetime
    beside: int
    """How many seats the user had taken, this one with them …"""
    of: int
    """… and how many they might."""


class _Kind(IntEnum):
    """At one moment first who goes, then what makes room, who comes for it, and who gives up."""

    GOES = 1
    FREED = 2
    COMES = 3
    SHUTS = 4
    OPENS = 5
    ARRIVES = 6
    LEAVES = 7


_TURN = attrgetter("turn")
_Step = tuple[datetime, _Kind, int, Callable[[datetime], None]]


@dataclass
class _Agent:
    """As rule.py knows a user."""

    id: int
    seats_taken: int = 0
    max_interactions: int = 0
    idle_since: datetime = _NEVER
    is_here: bool = False
    own: deque[Arrival] = field(default_factory=deque)
    """Begun by themselves, for the next seat."""
    turn: tuple[float, datetime, int] = (0.0, _NEVER, 0)
    """As it stands while they are free: a thousand may be, at each arrival."""


def run(plan: Plan) -> dict[int, Given]:
    """By id of what was given to somebody before the period was over."""
    return _Day(plan).run()


class _Day:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._agents = {shift.user_id: _Agent(shift.user_id) for shift in plan.shifts}
        self._free: dict[int, _Agent] = {}
        self._waiting: defaultdict[int, list[tuple[object, Arrival]]] = defaultdict(list)
        self._gone: set[int] = set()
        self._shut: set[int] = set()
        self._given: dict[int, Given] = {}
        self._steps: list[_Step] = []
        self._count = 0

    def run(self) -> dict[int, Given]:
        self._foresee()
        while self._steps and self._steps[0][0] < self._plan.end:
            now, _, _, do = heapq.heappop(self._steps)
            do(now)
        return self._given

    def _at(self, time: datetime, kind: _Kind, do: Callable[[datetime], None]) -> None:
        """What comes before the beginning happens at it, in its own order."""
        self._count += 1
        heapq.heappush(self._steps, (max(time, self._plan.start), kind, self._count, do))

    def _foresee(self) -> None:
        for user_id, until in self._plan.in_hand:
            if user_id in self._agents:
                self._agents[user_id].seats_taken += 1
                self._at(until, _Kind.FREED, partial(self._free_seat, self._agents[user_id]))
        for shift in self._plan.shifts:
            agent = self._agents[shift.user_id]
            self._at(shift.begun, _Kind.COMES, partial(self._come, agent, shift.seats))
            self._at(shift.ended, _Kind.GOES, partial(self._go, agent))
        for service_id, served in self._plan.services.items():
            if served.open is None:
                continue
            self._shut.add(service_id)
            for opens, shuts in served.open:
                self._at(opens, _Kind.OPENS, partial(self._open, service_id))
                self._at(shuts, _Kind.SHUTS, partial(self._shut_at, service_id))
        for arrival in self._plan.arrivals:
            self._at(arrival.arrives, _Kind.ARRIVES, partial(self._arrive, arrival))
            if arrival.leaves is not None:
                self._at(arrival.leaves, _Kind.LEAVES, partial(self._leave, arrival))

    def _arrive(self, arrival: Arrival, now: datetime) -> None:
        if arrival.agent_id is None:
            heapq.heappush(self._waiting[arrival.service_id], (rule.place(arrival), arrival))
            self._drain(arrival.service_id, now)
        elif arrival.agent_id in self._agents:
            agent = self._agents[arrival.agent_id]
            agent.own.append(arrival)
            self._look_anew(agent, now)

    def _leave(self, arrival: Arrival, _now: datetime) -> None:
        if arrival.id not in self._given:
            self._gone.add(arrival.id)

    def _free_seat(self, agent: _Agent, now: datetime) -> None:
        agent.seats_taken -= 1
        agent.idle_since = now
        self._look_anew(agent, now)
        self._drain_all(now)

    def _come(self, agent: _Agent, seats: int, now: datetime) -> None:
        agent.is_here, agent.max_interactions = True, seats
        self._look_anew(agent, now)
        self._drain_all(now)

    def _go(self, agent: _Agent, _now: datetime) -> None:
        agent.is_here = False
        self._free.pop(agent.id, None)

    def _open(self, service_id: int, now: datetime) -> None:
        self._shut.discard(service_id)
        self._drain(service_id, now)

    def _shut_at(self, service_id: int, _now: datetime) -> None:
        self._shut.add(service_id)

    def _look_anew(self, agent: _Agent, now: datetime) -> None:
        """Whether they are free, once they have what they began themselves."""
        while agent.is_here and agent.own and rule.has_seat(agent):
            self._give(agent.own.popleft(), agent, now)
        if agent.is_here and rule.has_seat(agent):
            self._be_free(agent)
        else:
            self._free.pop(agent.id, None)

    def _be_free(self, agent: _Agent) -> None:
        agent.turn = rule.turn(agent)
        self._free[agent.id] = agent

    def _drain_all(self, now: datetime) -> None:
        if not self._free:
            return
        firsts = [
            First(service_id, self._plan.services[service_id].priority, *first[:2])
            for service_id in self._waiting
            if (first := self._first(service_id)) is not None
        ]
        for service_id in rule.in_turn(firsts):
            self._drain(service_id, now)

    def _first(self, service_id: int) -> Any:
        """Its place; None where nobody waits any more."""
        waiting = self._waiting[service_id]
        while waiting and waiting[0][1].id in self._gone:
            heapq.heappop(waiting)
        return waiting[0][0] if waiting else None

    def _drain(self, service_id: int, now: datetime) -> None:
        if service_id in self._shut:
            return
        members = self._plan.services[service_id].members
        while self._first(service_id) is not None:
            free = [agent for agent in self._free.values() if not members or agent.id in members]
            if not free:
                return
            _, arrival = heapq.heappop(self._waiting[service_id])
            known = [agent for agent in free if agent.id == arrival.known_to_id]
            self._give(arrival, min(known or free, key=_TURN), now)

    def _give(self, arrival: Arrival, agent: _Agent, now: datetime) -> None:
        agent.seats_taken += 1
        agent.idle_since = now
        if rule.has_seat(agent):
            self._be_free(agent)
        else:
            self._free.pop(agent.id, None)
        accepted = now + arrival.reaction
        self._given[arrival.id] = Given(
            agent.id, now, accepted, agent.seats_taken, agent.max_interactions
        )
        self._at(accepted + arrival.handling, _Kind.FREED, partial(self._free_seat, agent))
