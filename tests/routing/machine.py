"""A contact center in which anything happens in any order, for Hypothesis to play with.

Three agents, a supervisor and two services; six customers, who may hide their number. Whatever
is refused (an OccError) changes nothing and is no failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from occ.conversations.models import State
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.flows import (
    agent_reply,
    answer_offer,
    change_profile,
    close_conversation,
    hand_over,
    keep_time,
    miss_offer,
    people,
    presence,
    reopen_conversation,
    save_service,
)
from occ.flows.change_profile import ProfileChange
from occ.routing import offers
from occ.services.editing import ServiceForm
from occ.users.models import Presence, Role
from tests.builders import Clock, a_service, an_agent, an_inbound, receive
from tests.routing import invariants
from tests.routing.board import Board
from tests.routing.putting_aside import one_of, which
from tests.routing.ranking import Ranking

AGENTS = ("Ana", "Ben", "Cleo")
NUMBERS = ("+390612345678", "+390687654321")
NOBODYS = "+390600000000"
STEP = timedelta(seconds=5)
OPEN = (State.ACTIVE, State.OFFERED, State.WAITING, State.PARKED)
agent = st.sampled_from(range(len(AGENTS)))
service = st.sampled_from(range(len(NUMBERS)))
anyone = st.integers(0, len(AGENTS))


class ContactCenter(Ranking):
    def __init__(self, run: Runner, clock: Clock, begin: Callable[[], None]) -> None:
        super().__init__()
        begin()
        self.run, self.clock = run, clock
        self.sockets: dict[int, str] = {}
        self.sent = self.answered = self.connections = 0
        self.board = Board({}, [], [], 0)

    @initialize(
        limits=st.tuples(*[st.integers(1, 2)] * 3),
        members=st.sets(agent, max_size=2),
        crowd=st.lists(st.tuples(which, service), min_size=4, max_size=10, unique=True),
    )
    def the_doors_open(
        self, limits: tuple[int, ...], members: set[int], crowd: list[tuple[int, int]]
    ) -> None:
        self.users = [
            self.run(an_agent, name, most=most, online=False)
            for name, most in zip(AGENTS, limits, strict=True)
        ]
        chosen = tuple(self.users[index] for index in sorted(members))
        self.services = [
            self.run(a_service, "Sales", NUMBERS[0]),
            self.run(a_service, "Support", NUMBERS[1], chosen),
        ]
        # A supervisor who takes no conversations.
        sofia = self.run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
        self.users.append(sofia)
        self.sweeps()
        for index in range(len(AGENTS)):
            self.connects(index)
        for number, to in crowd:
            self.hears(number, NUMBERS[to], "phone")

    # Customers

    @rule(number=which, to=service, form=st.sampled_from(["phone", "phone", "both", "hidden"]))
    def a_customer_writes(self, number: int, to: int, form: str) -> None:
        self.hears(number, NUMBERS[to], form)

    @rule(number=which)
    def a_customer_writes_to_nobodys_number(self, number: int) -> None:
        self.hears(number, NOBODYS, "phone")

    def hears(self, number: int, to: str, form: str) -> None:
        phone, bsuid = f"+4850010000{number}", f"PL.customer{number}"
        message = an_inbound("Hello", f"whatsapp:{bsuid if form == 'hidden' else phone}", to=to)
        if form == "both":
            message = replace(message, sender=replace(message.sender, bsuid=bsuid))
        assert self.does(receive, message, self.clock.time)
        self.sent += 1

    # Agents

    @precondition(lambda self: self.board.offers)
    @rule(pick=which)
    def an_offer_is_accepted(self, pick: int) -> None:
        user_id, key = one_of(self.board.offers, pick)
        assert self.does(answer_offer.accept, user_id, key, self.clock.time)

    @precondition(lambda self: self.board.offers)
    @rule(pick=which)
    def an_offer_is_declined(self, pick: int) -> None:
        user_id, key = one_of(self.board.offers, pick)
        assert self.does(answer_offer.decline, user_id, key, self.clock.time)

    @precondition(lambda self: self.board.standing(State.WAITING))
    @rule(who=anyone, pick=which)
    def somebody_takes_one(self, who: int, pick: int) -> None:
        key, _ = one_of(self.board.standing(State.WAITING), pick)
        self.does(answer_offer.take, self.users[who].id, key, self.clock.time)

    @precondition(lambda self: self.board.standing(State.ACTIVE))
    @rule(pick=which)
    def an_agent_answers(self, pick: int) -> None:
        key, holder = one_of(self.board.standing(State.ACTIVE), pick)
        client_id = f"answer {self.answered}"
        assert self.does(agent_reply.reply, holder, key, client_id, "Hi", self.clock.time)
        self.answered += 1

    @precondition(lambda self: self.board.standing(*OPEN))
    @rule(pick=which, oversees=st.booleans())
    def one_is_closed(self, pick: int, oversees: bool) -> None:
        key, holder = one_of(self.board.standing(*OPEN), pick)
        self.does(close_conversation.close, self.by(holder, oversees), key, self.clock.time)

    @precondition(lambda self: self.board.standing(State.CLOSED))
    @rule(pick=which, who=anyone)
    def a_closing_is_undone(self, pick: int, who: int) -> None:
        newest_first = self.board.standing(State.CLOSED)[::-1]
        key, _ = one_of(newest_first, pick)
        self.does(reopen_conversation.reopen, self.users[who].id, key, self.clock.time)

    @precondition(lambda self: self.board.standing(*OPEN))
    @rule(pick=which, to=service, oversees=st.booleans())
    def one_is_handed_over_to_a_service(self, pick: int, to: int, oversees: bool) -> None:
        key, holder = one_of(self.board.standing(*OPEN), pick)
        giver, target = self.by(holder, oversees), self.services[to].key
        self.does(hand_over.to_service, giver, key, target, self.clock.time)

    @precondition(lambda self: self.board.standing(*OPEN))
    @rule(pick=which, to=agent, oversees=st.booleans(), asks=st.booleans())
    def one_is_handed_over_to_a_colleague(
        self, pick: int, to: int, oversees: bool, asks: bool
    ) -> None:
        key, holder = one_of(self.board.standing(*OPEN), pick)
        giver, target = self.by(holder, oversees), self.users[to].key
        flow = hand_over.ask_colleague if asks else hand_over.to_colleague
        self.does(flow, giver, key, target, self.clock.time)

    @rule(who=agent, chosen=st.sampled_from(Presence), keep=st.sampled_from([None, True, False]))
    def somebody_chooses_a_presence(self, who: int, chosen: Presence, keep: bool | None) -> None:
        self.does(presence.choose, self.users[who].id, chosen, keep, self.clock.time)

    @precondition(lambda self: len(self.sockets) < len(AGENTS))
    @rule(pick=which)
    def somebody_connects(self, pick: int) -> None:
        self.connects(one_of([who for who in range(len(AGENTS)) if who not in self.sockets], pick))

    @rule(who=agent)
    def somebody_disconnects(self, who: int) -> None:
        if socket := self.sockets.pop(who, None):
            self.does(presence.lose_connection, socket, self.clock.time)

    def connects(self, who: int) -> None:
        self.connections += 1
        self.sockets[who] = f"connection {self.connections}"
        self.renews(who)

    def renews(self, who: int) -> None:
        self.does(presence.come_online, self.users[who].id, self.sockets[who], self.clock.time)

    # Administrators

    @rule(who=agent, most=st.integers(1, 4))
    def a_limit_changes(self, who: int, most: int) -> None:
        self.profile(who, ProfileChange(max_interactions=most))

    @rule(who=agent, allowed=st.booleans(), auto_accept=st.booleans())
    def a_profile_changes(self, who: int, allowed: bool, auto_accept: bool) -> None:
        self.profile(who, ProfileChange(chat=allowed, whatsapp=allowed, auto_accept=auto_accept))

    def profile(self, who: int, change: ProfileChange) -> None:
        keys = [self.users[who].key]
        assert self.does(change_profile.change, None, keys, change, self.clock.time)

    @rule(who=agent)
    def somebody_is_disabled(self, who: int) -> None:
        key, supervisor = self.users[who].key, self.users[-1].id
        if self.does(people.set_disabled, supervisor, key, True, self.clock.time):
            self.somebody_disconnects(who)
        else:
            assert self.does(people.set_disabled, supervisor, key, False, self.clock.time)

    @rule(to=service, members=st.sets(agent))
    def members_change(self, to: int, members: set[int]) -> None:
        chosen = self.services[to]
        keys = tuple(self.users[index].key for index in members)
        form = ServiceForm(chosen.name, True, True, NUMBERS[to], keys)
        self.does(save_service.save, None, chosen.key, form, self.clock.time)

    # Time

    @rule(steps=st.sampled_from([1, 4, 5, 7]))
    def time_passes(self, steps: int) -> None:
        """Steps of five seconds; the deadlines are swept and the pages renew their leases."""
        for step in range(steps):
            self.clock.time += STEP
            if step % 2 == 0:
                for who in self.sockets:
                    self.renews(who)
            self.sweeps()

    @rule(seconds=st.sampled_from([6, 40, 3600]))
    def the_server_stands_still(self, seconds: int) -> None:
        """Every connection is lost unnoticed. Nobody may lose work over it."""
        before = self.board.standing(State.OFFERED, State.ACTIVE)
        self.sockets.clear()
        self.clock.time += timedelta(seconds=seconds)
        self.sweeps()
        self.look()
        # What its customer has left unanswered may be put aside; it comes back to the same.
        after = self.board.standing(State.OFFERED, State.ACTIVE, State.PARKED)
        assert set(before) <= set(after)

    def sweeps(self) -> None:
        """What jobs/deadlines does."""
        now = self.clock.time
        self.does(keep_time.catch_up, now)
        with self.run.reading() as session:
            overdue = miss_offer.overdue(session, now)
        for interaction_id in overdue:
            self.does(miss_offer.miss, interaction_id, now)
        self.does(presence.lapse, now)
        with self.run.reading() as session:
            gone = presence.gone(session, now)
        for user_id in gone:
            self.does(presence.return_work, user_id, now)
        for service_id in self.run(offers.rested, now):
            self.run.drain(service_id)
        self.sweeps_what_was_put_aside()

    # What must hold

    @invariant()
    def everything_is_in_order(self) -> None:
        with self.run.reading() as session:
            invariants.check(session, self.clock.time)
            assert invariants.messages_placed(session) == (self.sent, self.answered)
        self.look()

    def does(self, flow: Callable[..., Any], *args: Any) -> bool:
        """False where it was refused."""
        try:
            self.run(flow, *args)
        except OccError:
            return False
        with self.run.reading() as session:
            self.board.last = invariants.order_was_kept(session, self.board.last, self.clock.time)
        return True

    def look(self) -> None:
        with self.run.reading() as session:
            self.board = Board.of(session)
