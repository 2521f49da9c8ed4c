"""A small company on a bad day: customers write, Ana answers, Twilio misbehaves; then the count.

Whatever happened, in the end every message of a customer's stands once in their conversation, and
each of Ana's was sent once and has the tick that Twilio's own list gives it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts.models import Address
from occ.conversations.models import Conversation, State
from occ.core import clock, ids
from occ.flows import agent_reply, retry_message
from occ.jobs import inbox, messages, recover, resolve, status_poll
from occ.messaging.messages import shown_status
from occ.messaging.models import Attempt, Direction, HandOver, Message, Webhook, WebhookState
from occ.product import Product
from occ.providers.simulator import messages as listed
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator
from occ.settings.pages import POLLING, WEBHOOK
from occ.users.models import User
from tests.jobs import polling
from tests.jobs.ana import time_passes

CUSTOMERS = tuple(Customer(f"Customer {n}", f"+4850010020{n}") for n in range(3))
_TICKS = {"queued": "sending", "sending": "sending", "failed": "undelivered"}
_ROUNDS = 12


class Killed(BaseException):
    """Kill -9, as the rest of the program sees it: nothing of it runs any more."""


@dataclass
class Day:
    product: Product
    simulator: Simulator
    ana: User
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def exchange(self) -> Exchange:
        return self.simulator.exchange

    def writes(self, who: int, **how: object) -> None:
        with self._behaving(how):
            self.simulator.write(CUSTOMERS[who], f"Question {next(self.numbers)}")

    def answers(self, **how: object) -> None:
        """Ana answers everybody who waits for her, while sending goes as `how` says."""
        for key in self._talks():
            body = f"Answer {next(self.numbers)}"
            self.product.run(agent_reply.reply, self.ana.id, key, ids.new("cli"), body, clock.now())
        with self._behaving(how):
            self._send()

    def work(self, **how: object) -> None:
        """One turn of every job, whatever is due some day, while Twilio is as `how` says."""
        with self._behaving(how):
            self._work()

    def _work(self) -> None:
        time_passes(self.product.run)
        polling.lists_are_due(self.product)
        inbox.handle_left(self.product)
        recover.fetch_due(self.product)
        resolve.resolve_lost(self.product)
        self._send()
        status_poll.look_up(self.product)

    def dies(self, at: int, after: bool) -> None:
        """The process is killed at its `at`-th transaction of a turn, before or after it, and
        started again."""
        run = self.product.run
        self.product.run = Mortal(run, at, after)  # type: ignore[assignment]
        with suppress(Killed):
            self.work()
        self.product.run = run
        self.product.started_at = clock.now()

    def lives(self, steps: Iterable[Step]) -> None:
        """A random day, to its end."""
        polling.receive_by(self.product, self.simulator, WEBHOOK)
        for name, values in steps:
            match name, values:
                case "writes", (who, how):
                    self.writes(who, **HEARD[how])
                case "answers", (how,):
                    self.answers(**SAID[how])
                case "works", (how,):
                    self.work(lists=how)
                case "dies", (at, after):
                    self.dies(at, after)
                case "receives", (way,):
                    polling.receive_by(self.product, self.simulator, way)
                    self.simulator.behave(drop=False)
                case _:
                    self.simulator.settle()
                    polling.a_while_ago(self.product, self.simulator)
        self.ends()

    def ends(self) -> None:
        """Twilio is well again, and there is time for everything."""
        self.simulator.settle()
        self.exchange.behave(
            delay=0.0, double=False, disorder=False, drop=True, drop_callbacks=True, lists="",
            list_lag=0.0, lose_answers="", busy=False, broken="", fail=0, times=None, down=False,
        )  # fmt: skip
        polling.a_while_ago(self.product, self.simulator)
        for _ in range(_ROUNDS):
            self.product.run(_attempts_move_back)
            self.work()
            self.simulator.settle()
            for message in self._unknown():
                self.product.run(retry_message.retry, self.ana.id, message.key, clock.now())
            if self._is_quiet():
                break

    def check(self) -> None:
        with self.product.run.reading() as session:
            same(_heard(session), _written(self.exchange))
            same(_said(session), _sent(self.exchange))
            taken = [row.body for row in self.exchange.messages if row.direction == listed.API]
            same(_asked(session), Counter(taken))
            left = session.scalars(select(Webhook.state).where(Webhook.state != WebhookState.DONE))
            assert list(left) == []

    def _send(self) -> None:
        while messages.send_due(self.product):
            pass

    def _talks(self) -> list[str]:
        with self.product.run.reading() as session:
            return list(
                session.scalars(
                    select(Conversation.key)
                    .where(
                        Conversation.user_id == self.ana.id,
                        Conversation.state == State.ACTIVE,
                        Conversation.unanswered_since.is_not(None),
                    )
                    .order_by(Conversation.id)
                )
            )

    def _unknown(self) -> list[Message]:
        """What a person has to decide about; Ana sends again what is not in Twilio's list."""
        unknown = Message.hand_over == HandOver.UNKNOWN
        with self.product.run.reading() as session:
            return list(session.scalars(select(Message).where(unknown)))

    def _is_quiet(self) -> bool:
        with self.product.run.reading() as session:
            is_open = Message.hand_over.in_([HandOver.WAITING, HandOver.CALLING, HandOver.UNKNOWN])
            looked_for = Message.look_at.is_not(None)
            left = session.scalars(select(Message.id).where(is_open | looked_for)).first()
            new = select(Webhook.id).where(Webhook.state == WebhookState.NEW)
            return left is None and session.scalars(new).first() is None

    @contextmanager
    def _behaving(self, how: dict[str, object]) -> Any:
        before = self.exchange.behaviour
        self.exchange.behave(**how)
        try:
            yield
        finally:
            with self.exchange.lock:
                self.exchange.behaviour = before


HEARD = {
    "well": {},
    "late": {"delay": 0.05},
    "twice": {"double": True},
    "in disorder": {"disorder": True, "double": True},
    "never": {"drop": True},
}
SAID = {
    "well": {},
    "the answer is lost": {"lose_answers": "close"},
    "the answer is lost and so are the reports": {"lose_answers": "close", "drop_callbacks": True},
    "too many requests": {"busy": True, "times": 1},
    "broken after it was taken": {"broken": "after"},
    "broken before": {"broken": "before", "times": 1},
    "reports come first": {"callback_first": True},
    "reports come twice in disorder": {"double": True, "disorder": True},
    "no reports": {"drop_callbacks": True},
    "not delivered": {"fail": 30003, "fail_when": "later"},
    "refused": {"fail": 63024, "fail_when": "later", "times": 1},
}
LISTS = ("", "busy", "broken", "close")
Step = tuple[str, tuple[Any, ...]]
STEPS: SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("writes"), st.tuples(st.integers(0, 2), st.sampled_from(sorted(HEARD)))),
    st.tuples(st.just("answers"), st.tuples(st.sampled_from(sorted(SAID)))),
    st.tuples(st.just("works"), st.tuples(st.sampled_from(LISTS))),
    st.tuples(st.just("dies"), st.tuples(st.integers(1, 9), st.booleans())),
    st.tuples(st.just("receives"), st.tuples(st.sampled_from((WEBHOOK, POLLING)))),
    st.tuples(st.just("waits"), st.tuples()),
)


def same(ours: Counter[Any], theirs: Counter[Any]) -> None:
    nothing: Counter[Any] = Counter()
    assert {"only here": ours - theirs, "only at Twilio": theirs - ours} == {
        "only here": nothing,
        "only at Twilio": nothing,
    }


class Mortal:
    """`run` of a process that is killed at one of its transactions."""

    def __init__(self, run: Any, at: int, after: bool) -> None:
        self._run, self._left, self._after = run, at, after
        # What workers of other threads do is done by another process.
        self._thread = threading.get_ident()

    def __call__(self, *args: Any, **more: Any) -> Any:
        if threading.get_ident() != self._thread:
            return self._run(*args, **more)
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Killed
        result = self._run(*args, **more)
        if self._left == 0:
            raise Killed
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._run, name)


def _heard(session: Session) -> Counter[tuple[str, str, str]]:
    """Id, words, and whose conversation they stand in."""
    rows = session.execute(
        select(Message.provider_sid, Message.body, Address.phone)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Address, Address.id == Conversation.address_id)
        .where(Message.direction == Direction.IN)
    )
    return Counter(tuple(row) for row in rows)


def _written(exchange: Exchange) -> Counter[tuple[str, str, str]]:
    return Counter((row.sid, row.body, row.theirs) for row in exchange.messages if row.is_inbound)


def _said(session: Session) -> Counter[tuple[str, str, str, str]]:
    """Id, words, to whom, and the tick, of what was accepted."""
    rows = session.scalars(select(Message).where(Message.hand_over == HandOver.ACCEPTED))
    return Counter(
        (row.provider_sid or "", row.body, row.recipient, shown_status(row)) for row in rows
    )


def _sent(exchange: Exchange) -> Counter[tuple[str, str, str, str]]:
    return Counter(
        (row.sid, row.body, row.recipient, _TICKS.get(row.status, row.status))
        for row in exchange.messages
        if row.direction == listed.API
    )


def _asked(session: Session) -> Counter[str]:
    """Ana's words, as she wrote them; not what Twilio refused, and told her so."""
    taken = Message.hand_over != HandOver.REFUSED
    return Counter(session.scalars(select(Message.body).where(taken)))


def _attempts_move_back(session: Session) -> None:
    for attempt in session.scalars(select(Attempt)):
        attempt.started_at -= timedelta(minutes=10)
