"""Steps of a company's day, each done where it can be: for walks that nobody has thought of."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from occ.conversations.models import Conversation, State
from occ.core import clock, ids
from occ.core.address import Channel, Identity
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import (
    change_profile,
    claim_messages,
    delivery_status,
    miss_offer,
    record_attempt,
    resolve_attempt,
    save_service,
)
from occ.flows import presence as presence_flow
from occ.flows.change_profile import ProfileChange
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging.models import Attempt, AttemptState, Message
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.routing.models import Interaction, InteractionState
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users.models import User
from tests.builders import an_inbound, receive, writes
from tests.realtime.page import Page

NUMBERS = {"Sales": "+390612345678", "Support": "+390699999999"}


class Walk:
    """`pages` by name. Every step is a method; what it can't do here and now it leaves."""

    def __init__(self, run: Runner, pages: dict[str, Page], users: dict[str, User], seed: int):
        self.run, self.pages, self.users = run, pages, users
        self.chance = random.Random(seed)
        self.steps: list[Callable[[], object]] = [
            *[self.somebody_writes] * 6,
            *[self.somebody_accepts] * 4,
            *[self.somebody_answers] * 4,
            *[self.messages_leave] * 4,
            *[self.a_report_comes] * 4,
            *[self.somebody_closes] * 2,
            *[self.somebody_reads] * 3,
            self.a_closing_is_undone,
            *[self.somebody_chooses_a_presence] * 3,
            self.somebody_declines,
            self.an_offer_is_missed,
            self.somebody_takes_one,
            self.one_goes_to_a_colleague,
            self.one_goes_to_a_service,
            self.a_failed_message_is_tried_again,
            self.the_list_is_looked_at,
            self.a_connection_is_lost_for_good,
            self.a_limit_changes,
            self.a_channel_is_switched,
            self.members_change,
            self.a_number_shows_itself,
        ]

    def step(self) -> str:
        chosen = self.chance.choice(self.steps)
        chosen()
        return chosen.__name__.replace("_", " ")

    def somebody_writes(self) -> None:
        number = self.chance.randrange(12)
        to = NUMBERS[self.chance.choice(["Sales", "Sales", "Support"])]
        writes(self.run, number, f"Word {self.chance.random()}", clock.now(), to=to)

    def somebody_accepts(self) -> None:
        self._answer_offer("accept")

    def somebody_declines(self) -> None:
        self._answer_offer("decline")

    def an_offer_is_missed(self) -> None:
        offer = self._interaction(InteractionState.OFFERED)
        if offer:
            self.run(miss_offer.miss, offer.id, offer.offer_ends_at)

    def somebody_takes_one(self) -> None:
        row = self._conversation(State.WAITING)
        if row:
            self.pages[self._agent()].call("take", {"conversation": row.key})

    def somebody_answers(self) -> None:
        row = self._conversation(State.ACTIVE)
        if row:
            said = {"client_id": ids.new("cli"), "body": f"Answer {self.chance.random()}"}
            if self.chance.random() < 0.2:
                said["body"] = "long " * 400
            self._page_of(row).call("reply", {"conversation": row.key, **said})

    def somebody_reads(self) -> None:
        row = self._conversation(State.ACTIVE)
        if row:
            page = self._page_of(row)
            newest = page.ask("open", conversation=row.key)["messages"][-1]["number"]
            seen = {"conversation": row.key, "number": newest - self.chance.randrange(2)}
            page.call("read", seen)

    def somebody_closes(self) -> None:
        row = self._conversation(State.ACTIVE)
        if row:
            self._page_of(row).call("close", {"conversation": row.key})

    def a_closing_is_undone(self) -> None:
        row = self._conversation(State.CLOSED)
        if row:
            self.pages["Sofia"].call("reopen", {"conversation": row.key})

    def somebody_chooses_a_presence(self) -> None:
        chosen = self.chance.choice(["available", "available", "away", "offline"])
        keep = self.chance.choice([True, False])
        self.pages[self._agent()].call("set_presence", {"presence": chosen, "keep": keep})

    def one_goes_to_a_colleague(self) -> None:
        row = self._conversation(State.ACTIVE)
        if row:
            to = {"conversation": row.key, "user": self.users[self._agent()].key}
            self._page_of(row).call("hand_over", to)

    def one_goes_to_a_service(self) -> None:
        row = self._conversation(State.ACTIVE) or self._conversation(State.WAITING)
        if row:
            to = {"conversation": row.key, "service": self._service().key}
            self.pages["Sofia"].call("hand_over", to)

    def messages_leave(self) -> None:
        for claimed in self.run(claim_messages.claim, clock.now()):
            sid = f"SM{self.chance.getrandbits(128):032x}"
            reason = say("The phone is off.")
            outcomes: list[Outcome] = [*[Accepted(sid)] * 5, Lost("timeout")]
            outcomes += [Later("429", reason), Refused("63003", reason, Scope.MESSAGE)]
            outcome = self.chance.choice(outcomes)
            self.run(record_attempt.record, claimed.attempt_key, outcome, clock.now())

    def a_report_comes(self) -> None:
        with self.run.reading() as session:
            sids = session.scalars(
                select(Message.provider_sid).where(Message.hand_over.is_not(None))
            )
            known = [sid for sid in sids if sid]
        if known:
            report = StatusReport(self.chance.choice(known), self.chance.choice(list(Delivery)))
            self.run(delivery_status.take, report, clock.now())

    def a_failed_message_is_tried_again(self) -> None:
        with self.run.reading() as session:
            keys = session.scalars(select(Message.key).where(Message.hand_over.is_not(None))).all()
        if keys:
            self.pages["Ada"].call("retry", {"message": self.chance.choice(keys)})

    def the_list_is_looked_at(self) -> None:
        with self.run.reading() as session:
            lost = session.scalars(
                select(Attempt.key).where(Attempt.state == AttemptState.LOST)
            ).all()
        for key in lost:
            self.run(resolve_attempt.found, key, None, clock.now())

    def a_connection_is_lost_for_good(self) -> None:
        user = self.users[self._agent()]
        self.run(presence_flow.return_work, user.id, clock.now())

    def a_limit_changes(self) -> None:
        self._change(ProfileChange(max_interactions=self.chance.randrange(1, 5)))

    def a_channel_is_switched(self) -> None:
        self._change(ProfileChange(chat=True, whatsapp=self.chance.random() < 0.7))

    def members_change(self) -> None:
        service = self._service()
        chosen = self.chance.sample(["Ana", "Ben"], self.chance.randrange(3))
        keys = tuple(self.users[name].key for name in chosen)
        form = ServiceForm(service.name, True, True, NUMBERS[service.name], keys)
        self.run(save_service.save, None, service.key, form, clock.now())

    def a_number_shows_itself(self) -> None:
        """A customer who hid their number writes without it, and later with it."""
        number = self.chance.randrange(3)
        hidden = Identity(Channel.WHATSAPP, None, f"PL.{number}")
        shown = Identity(Channel.WHATSAPP, f"+4850020000{number}", f"PL.{number}")
        who = self.chance.choice([hidden, replace(shown, bsuid=None), shown])
        self.run(receive, replace(an_inbound("It is me"), sender=who), clock.now())

    def _change(self, wanted: ProfileChange) -> None:
        keys = [self.users[self._agent()].key]
        self.run(change_profile.change, None, keys, wanted, clock.now())

    def _answer_offer(self, how: str) -> None:
        offer = self._interaction(InteractionState.OFFERED)
        if offer:
            [name] = [name for name, user in self.users.items() if user.id == offer.user_id]
            self.pages[name].call(how, {"interaction": offer.key})

    def _agent(self) -> str:
        return self.chance.choice(["Ana", "Ben"])

    def _page_of(self, row: Conversation) -> Page:
        [name] = [name for name, user in self.users.items() if user.id == row.user_id]
        return self.pages[name]

    def _service(self) -> Service:
        with self.run.reading() as session:
            found = session.scalars(select(Service).where(Service.name.in_(NUMBERS))).all()
        return self.chance.choice(found)

    def _conversation(self, state: State) -> Conversation | None:
        with self.run.reading() as session:
            found = session.scalars(select(Conversation).where(Conversation.state == state)).all()
        return self.chance.choice(found) if found else None

    def _interaction(self, state: InteractionState) -> Interaction | None:
        with self.run.reading() as session:
            found = session.scalars(select(Interaction).where(Interaction.state == state)).all()
        return self.chance.choice(found) if found else None
