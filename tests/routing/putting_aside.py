"""Parking, taking back and wrapping up, for the machine to play with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import park_conversation, wrap_up
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.services.models import Service
from occ.users.models import User
from tests.builders import Clock
from tests.routing.board import Board

T = TypeVar("T")
which = st.integers(0, 5)


class PuttingAside(RuleBasedStateMachine):
    run: Runner
    clock: Clock
    board: Board
    users: list[User]
    services: list[Service]

    def does(self, flow: Callable[..., Any], *args: Any) -> bool:
        raise NotImplementedError

    def by(self, holder: int | None, oversees: bool) -> int:
        return self.users[-1].id if oversees or holder is None else holder

    @precondition(lambda self: self.board.standing(State.ACTIVE))
    @rule(pick=which, oversees=st.booleans(), seconds=st.sampled_from([None, 5, 60]))
    def one_is_parked(self, pick: int, oversees: bool, seconds: int | None) -> None:
        key, holder = one_of(self.board.standing(State.ACTIVE), pick)
        until = None if seconds is None else self.clock.time + timedelta(seconds=seconds)
        giver = self.by(holder, oversees)
        assert self.does(park_conversation.park, giver, key, until, self.clock.time)

    @precondition(lambda self: self.board.standing(State.PARKED))
    @rule(pick=which, who=st.integers(0, 3))
    def one_is_taken_back(self, pick: int, who: int) -> None:
        key, _ = one_of(self.board.standing(State.PARKED), pick)
        self.does(park_conversation.take_back, self.users[who].id, key, self.clock.time)

    @rule(
        to=st.integers(0, 1),
        hours=st.sampled_from([0, 1]),
        wrap=st.sampled_from([0, 10]),
        back=st.sampled_from([0, 1]),
    )
    def a_service_has_other_rules(self, to: int, hours: int, wrap: int, back: int) -> None:
        rules, key = DeskRules(hours, wrap, False, 0, 0, back), self.services[to].key
        assert self.does(desk_rules.save, None, key, rules, self.clock.time)

    @precondition(lambda self: self.board.wrapping)
    @rule(pick=which)
    def a_wrap_up_is_finished(self, pick: int) -> None:
        user_id, key = one_of(self.board.wrapping, pick)
        assert self.does(wrap_up.finish, user_id, key, self.clock.time)

    def sweeps_what_was_put_aside(self) -> None:
        self.ends(park_conversation.overdue, park_conversation.wake)
        self.ends(park_conversation.silent, park_conversation.park_silent)
        self.ends(wrap_up.overdue, wrap_up.end)

    def ends(self, due: Callable[..., Sequence[int]], flow: Callable[..., Any]) -> None:
        with self.run.reading() as session:
            found = due(session, self.clock.time)
        for number in found:
            self.does(flow, number, self.clock.time)


def one_of(found: Sequence[T], pick: int) -> T:
    return found[pick % len(found)]
