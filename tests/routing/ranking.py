"""Who is served before whom, for the machine to play with."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from occ.conversations.models import State
from occ.core.priority import Priority
from occ.flows import set_priority, set_queue_rules
from occ.services.queue_rules import QueueRules
from tests.routing.putting_aside import PuttingAside, one_of, which

priorities = st.sampled_from(Priority)


class Ranking(PuttingAside):
    @precondition(lambda self: self.board.standing(*State))
    @rule(pick=which, wanted=priorities)
    def a_contact_is_urgent_or_not(self, pick: int, wanted: Priority) -> None:
        key, _ = one_of(self.board.standing(*State), pick)
        supervisor = self.users[-1].id
        assert self.does(set_priority.of_contact, supervisor, key, wanted, self.clock.time)

    @rule(to=st.integers(0, 1), priority=priorities)
    def a_service_is_urgent_or_not(self, to: int, priority: Priority) -> None:
        rules, key = QueueRules(priority), self.services[to].key
        assert self.does(set_queue_rules.save, None, key, rules, self.clock.time)
