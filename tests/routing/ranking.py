"""Who is served before whom, and what waits too long, for the machine to play with."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.priority import Priority
from occ.flows import block_contact, overflow, return_forgotten, set_priority, set_queue_rules
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

    @rule(
        to=st.integers(0, 1),
        priority=priorities,
        overflows=st.booleans(),
        sticky=st.sampled_from([0, 1]),
        parked=st.booleans(),
    )
    def a_queue_has_other_rules(
        self, to: int, priority: Priority, overflows: bool, sticky: int, parked: bool
    ) -> None:
        other = self.services[1 - to].key if overflows else ""
        rules = QueueRules(priority, other, 1, sticky, parked)
        # Refused where the other leads back to it.
        saved = self.does(set_queue_rules.save, None, self.services[to].key, rules, self.clock.time)
        assert saved or overflows

    def sweeps_what_was_put_aside(self) -> None:
        super().sweeps_what_was_put_aside()
        self.ends(overflow.due, overflow.go_over)
        self.ends(return_forgotten.due, return_forgotten.put_back)

    @precondition(lambda self: self.board.standing(*State))
    @rule(pick=which, is_blocked=st.booleans())
    def a_contact_is_blocked_or_not(self, pick: int, is_blocked: bool) -> None:
        key, _ = one_of(self.board.standing(*State), pick)
        with self.run.reading() as session:
            contact = session.scalars(
                select(Contact.key)
                .join(Address, Address.contact_id == Contact.id)
                .join(Conversation, Conversation.address_id == Address.id)
                .where(Conversation.key == key)
            ).one()
        supervisor, now = self.users[-1].id, self.clock.time
        if is_blocked:
            assert self.does(block_contact.block, supervisor, contact, "rubbish", now)
        else:
            assert self.does(block_contact.lift, supervisor, contact, now)
