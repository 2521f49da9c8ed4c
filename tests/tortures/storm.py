"""Everything at once: several threads, each doing whatever comes to its mind next.

A refusal (an OccError) is an answer. Anything else that comes out of a flow, and any drain that
gives up, is a failure: so a deadlock that the database resolves must have been tried again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from occ.conversations.models import Conversation, State
from occ.core.db import Database
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.flows import (
    agent_reply,
    answer_offer,
    change_profile,
    close_conversation,
    hand_over,
    miss_offer,
    presence,
)
from occ.flows.change_profile import ProfileChange
from occ.routing import queue
from occ.routing.models import Interaction, InteractionState
from occ.services.models import Service
from occ.users.models import Presence, Role, User
from tests.builders import NOW, a_service, an_agent, an_inbound, customer, receive
from tests.routing import invariants
from tests.tortures import rush

LATER = NOW + timedelta(hours=1)
NUMBERS = ("+390612345678", "+390687654321")


def rage(database: Database, threads: int, steps: int, seed: int = 1) -> list[str]:
    """What broke. Raises AssertionError where the rows contradict each other afterwards."""
    run = rush.a_runner(database)
    services = [run(a_service, f"Service {number}", number) for number in NUMBERS]
    users = [run(an_agent, f"Agent {number}", most=2, online=False) for number in range(4)]
    users.append(run(an_agent, "Sofia", role=Role.SUPERVISOR, online=False))
    for user in users:
        run(presence.come_online, user.id, f"desk {user.id}", NOW)
    failures = rush.at_once(
        [
            partial(_Thread(run, users, services, seed * 1000 + number).works, steps)
            for number in range(threads)
        ]
    )
    run(queue.touch_all)
    with run.reading() as session:
        invariants.check(session, NOW)
    return failures


class _Thread:
    def __init__(self, run: Runner, users: list[User], services: list[Service], seed: int) -> None:
        self.run, self.users, self.services = run, users, services
        self.random = random.Random(seed)

    def works(self, steps: int) -> None:
        ways: list[Callable[[], object]] = [
            *[self.a_customer_writes] * 3,
            *[self.accepts] * 3,
            *[self.closes] * 2,
            self.takes,
            self.declines,
            self.misses,
            self.answers,
            self.hands_over,
            self.hands_over_to_a_service,
            self.changes_a_limit,
            self.comes_or_goes,
            self.loses_everything,
            self.drains,
        ]
        for _ in range(steps):
            try:
                self.random.choice(ways)()
            except OccError:
                pass

    def a_customer_writes(self) -> None:
        sender, to = customer(self.random.randrange(40)), self.random.choice(NUMBERS)
        self.run(receive, an_inbound("Hello", sender, to=to), NOW)

    def accepts(self) -> None:
        for user_id, key in self.some_offer():
            self.run(answer_offer.accept, user_id, key, NOW)

    def declines(self) -> None:
        for user_id, key in self.some_offer():
            self.run(answer_offer.decline, user_id, key, NOW)

    def misses(self) -> None:
        with self.run.reading() as session:
            overdue = miss_offer.overdue(session, LATER)
        for interaction_id in overdue[:1]:
            self.run(miss_offer.miss, interaction_id, LATER)

    def takes(self) -> None:
        for key in self.some_conversation(State.WAITING):
            self.run(answer_offer.take, self.somebody().id, key, NOW)

    def answers(self) -> None:
        for key in self.some_conversation(State.ACTIVE):
            client_id = f"answer {self.random.random()}"
            self.run(agent_reply.reply, self.users[-1].id, key, client_id, "Hi", NOW)

    def closes(self) -> None:
        for key in self.some_conversation(State.ACTIVE):
            self.run(close_conversation.close, self.users[-1].id, key, NOW)

    def hands_over(self) -> None:
        for key in self.some_conversation(State.ACTIVE):
            colleague = self.somebody()
            flow = self.random.choice([hand_over.ask_colleague, hand_over.to_colleague])
            self.run(flow, self.users[-1].id, key, colleague.key, NOW)

    def hands_over_to_a_service(self) -> None:
        for key in self.some_conversation(State.ACTIVE):
            target = self.random.choice(self.services)
            self.run(hand_over.to_service, self.users[-1].id, key, target.key, NOW)

    def changes_a_limit(self) -> None:
        change = ProfileChange(max_interactions=self.random.randint(1, 3))
        keys = [user.key for user in self.random.sample(self.users, 2)]
        self.run(change_profile.change, None, keys, change, NOW)

    def comes_or_goes(self) -> None:
        chosen = self.random.choice(list(Presence))
        keep = self.random.choice([True, False])
        user = self.somebody()
        try:
            self.run(presence.choose, user.id, chosen, keep, NOW)
        finally:
            self.run(presence.choose, user.id, Presence.AVAILABLE, None, NOW)

    def loses_everything(self) -> None:
        user = self.somebody()
        self.run(presence.lose_connection, f"desk {user.id}", NOW)
        self.run(presence.return_work, user.id, LATER)
        self.run(presence.come_online, user.id, f"desk {user.id}", NOW)

    def drains(self) -> None:
        self.run.drain(self.random.choice(self.services).id)

    def somebody(self) -> User:
        return self.random.choice(self.users)

    def some_offer(self) -> list[tuple[int, str]]:
        query = select(Interaction.user_id, Interaction.key).where(
            Interaction.state == InteractionState.OFFERED
        )
        with self.run.reading() as session:
            found = [(user_id, key) for user_id, key in session.execute(query)]
        return self.random.sample(found, min(1, len(found)))

    def some_conversation(self, state: State) -> list[str]:
        query = select(Conversation.key).where(Conversation.state == state)
        with self.run.reading() as session:
            found = list(session.scalars(query))
        return self.random.sample(found, min(1, len(found)))
