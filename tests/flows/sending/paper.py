"""What messages take, as anybody would keep it with pencil and paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from occ.flows.claim_messages import AT_ONCE, UNPAID_PAUSE
from tests.flows.sending.first import PRICE


@dataclass
class Paper:
    left: dict[int, int]
    """Units that may still be promised, by the batch's number."""
    given: int = 0
    refunds: bool = False
    state: dict[int, str] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    """Of an SMS; a code has none and takes a unit."""
    due: dict[int, datetime] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    held_for: dict[int, int] = field(default_factory=dict)
    spent_for: dict[int, int] = field(default_factory=dict)
    unit_of: dict[int, int] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return sum(self.held_for.values())

    @property
    def available(self) -> int:
        return self.given - self.held - sum(self.spent_for.values())

    def queue(self, message: int, parts: int, now: datetime) -> None:
        self.state[message], self.parts[message] = "waiting", parts
        self.due[message], self.tries[message] = now, 0

    def claim(self, now: datetime) -> list[int]:
        """Those that leave, in their order. What has no credit lets nothing behind it pass."""
        waiting = [each for each in self.standing("waiting") if self.due[each] <= now]
        leave, is_dry = [], False
        for message in sorted(waiting, key=lambda each: (self.due[each], each))[:AT_ONCE]:
            if self.parts[message]:
                is_dry = not self._holds(message, is_dry) or is_dry
            elif message not in self.unit_of:
                self._takes_a_unit(message)
            if message in self.held_for or message in self.unit_of:
                leave.append(message)
                self.state[message] = "calling"
                self.tries[message] += 1
            else:
                self.due[message] = now + UNPAID_PAUSE
        return leave

    def _holds(self, message: int, is_dry: bool) -> bool:
        cost = self.parts[message] * PRICE
        if message not in self.held_for and not is_dry and cost <= self.available:
            self.held_for[message] = cost
        return message in self.held_for

    def _takes_a_unit(self, message: int) -> None:
        for batch in sorted(self.left):
            if self.left[batch]:
                self.left[batch] -= 1
                self.unit_of[message] = batch
                return

    def accept(self, message: int, billed: int | None) -> None:
        self.state[message] = "accepted"
        if self.parts[message]:
            del self.held_for[message]
            cost = (billed or self.parts[message]) * PRICE
            self.spent_for[message] = min(cost, self.available)

    def end(self, message: int, state: str) -> None:
        self.state[message] = state
        self._gives_back(message)

    def again(self, message: int, due: datetime, *, keeps: bool) -> None:
        self.state[message], self.due[message] = "waiting", due
        if not keeps:
            self._gives_back(message)

    def _gives_back(self, message: int) -> None:
        self.held_for.pop(message, None)
        if message in self.unit_of:
            self.left[self.unit_of.pop(message)] += 1

    def fail(self, message: int) -> None:
        self.state[message] = "undelivered"
        if message in self.unit_of:
            self.left[self.unit_of.pop(message)] += 1
        if self.refunds:
            self.spent_for.pop(message, None)

    def arrive(self, message: int) -> None:
        self.state[message] = "arrived"
        if not self.parts[message]:
            self._takes_a_unit(message)

    def standing(self, state: str) -> list[int]:
        return [message for message, is_ in self.state.items() if is_ == state]

    def one_of(self, state: str, pick: int) -> int:
        found = self.standing(state)
        return found[pick % len(found)]
