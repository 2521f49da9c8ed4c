"""The week before the pictures, lived through by the product's own flows at its own dates."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from occ import demo, serving
from occ.config import from_environment
from occ.conversations.models import Conversation, State
from occ.core import address, ids
from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import open_vault
from occ.flows import (
    agent_reply,
    answer_offer,
    claim_messages,
    close_conversation,
    inbound_message,
    presence,
    record_attempt,
)
from occ.flows.record_attempt import Accepted
from occ.messaging import inbox
from occ.messaging.ports import Credentials, Inbound, Kind
from occ.providers.simulator.account import Account
from occ.providers.simulator.smsapi.office import TOKEN
from occ.routing import queue
from occ.routing.models import Interaction, InteractionState
from occ.users.models import User

ROME = ZoneInfo("Europe/Rome")
DAYS = (34, 41, 12, 8, 38, 45)
"""How many wrote, day by day; the last is yesterday."""
MORNING, EVENING = time(9), time(18, 30)
CROWDED = (10.2, 11.0, 14.8, 15.5)
"""O'clock: around these they come together."""
FIRST = ("Sara", "Paolo", "Irena", "Jan", "Nadia", "Hugo", "Elif", "Omar", "Greta")
LAST = ("Ferri", "Costa", "Lis", "Petit", "Maj")
WORDS = "Good morning, when does my order arrive?"
ANSWER = "Good morning! It left today and arrives tomorrow."


def live_through(home: Path, today: datetime) -> None:
    """Furnish the demo's house in `home` and let the days before `today` (UTC) pass in it."""
    config = from_environment({"OCC_HOME": str(home)})
    database = Database(config.database_url, open_vault(config.home))
    account = Account()
    serving.prepare(database)
    demo.furnish(database, Credentials(account.sid, account.auth_token, None), TOKEN)
    for back, count in zip(range(len(DAYS), 0, -1), DAYS, strict=True):
        day = today.astimezone(ROME).date() - timedelta(days=back)
        begins, ends = (
            datetime.combine(day, when, ROME).astimezone(UTC) for when in (MORNING, EVENING)
        )
        Day(database, begins, ends, random.Random(back)).pass_by(count)


class Day:
    """One working day: who writes, and how two agents keep up with them."""

    def __init__(
        self, database: Database, begins: datetime, ends: datetime, chance: random.Random
    ) -> None:
        self.now, self.ends, self.chance = begins, ends, chance
        self.run = Runner(database, queue.drain, publish=lambda _events: None, now=lambda: self.now)
        self.agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self.places = itertools.count()
        self.seen: set[str] = set()
        with self.run.reading() as session:
            agents = select(User.id).where(User.role == "agent")
            self.agents = session.scalars(agents.order_by(User.id)).all()

    def pass_by(self, count: int) -> None:
        midnight = self.now.astimezone(ROME).replace(hour=0, minute=0)
        people = [(f"{first} {last}", n) for n, (first, last) in enumerate(_names())]
        for name, number in self.chance.sample(people, count):
            hour = min(max(self.chance.gauss(self.chance.choice(CROWDED), 0.6), 9.02), 17.2)
            self.at(midnight + timedelta(hours=hour), partial(self.writes, name, number))
        while self.agenda:
            self.now, _, act = heapq.heappop(self.agenda)
            self.are_there()
            act()
            for key, user_id in self.offered():
                pause = timedelta(seconds=self.chance.uniform(3, 12))
                self.at(self.now + pause, partial(self.accepts, user_id, key))
        self.now = max(self.now, self.ends)
        for user_id in self.agents:
            self.run(presence.lose_connection, f"history-{user_id}", self.now)
            self.run(presence.return_work, user_id, self.now + timedelta(minutes=1))

    def at(self, when: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.agenda, (when, next(self.places), act))

    def are_there(self) -> None:
        for user_id in self.agents:
            self.run(presence.come_online, user_id, f"history-{user_id}", self.now)

    def offered(self) -> Iterator[tuple[str, int]]:
        with self.run.reading() as session:
            found = select(Interaction.key, Interaction.user_id)
            rows = session.execute(found.where(Interaction.state == InteractionState.OFFERED)).all()
        for key, user_id in rows:
            if key not in self.seen:
                self.seen.add(key)
                yield key, user_id

    def writes(self, name: str, number: int) -> None:
        sender, recipient = f"whatsapp:+39347{number:07d}", f"whatsapp:{demo.NUMBER}"
        sid = ids.new("SM")
        form = {"MessageSid": [sid], "Body": [WORDS], "From": [sender], "To": [recipient]}
        inbound = Inbound(
            sid=sid,
            sender=address.parse(sender),
            recipient=address.parse(recipient),
            kind=Kind.TEXT,
            body=WORDS,
            profile_name=name,
        )
        self.run(_receive, inbound, form, self.now)

    def accepts(self, user_id: int, key: str) -> None:
        conversation_id = self.run(answer_offer.accept, user_id, key, self.now)
        with self.run.reading() as session:
            talk = session.get_one(Conversation, conversation_id).key
        answer = self.now + timedelta(seconds=self.chance.uniform(10, 50))
        end = answer + timedelta(minutes=self.chance.uniform(18, 45))
        self.at(answer, partial(self.answers, user_id, talk))
        self.at(end, partial(self.closes, user_id, talk))

    def answers(self, user_id: int, talk: str) -> None:
        self.run(agent_reply.reply, user_id, talk, talk, ANSWER, self.now)
        claimed = self.run(claim_messages.claim, self.now)
        outcomes: Any = {each.attempt_key: Accepted(ids.new("SM")) for each in claimed}
        self.run(record_attempt.record_all, outcomes, self.now)

    def closes(self, user_id: int, talk: str) -> None:
        with self.run.reading() as session:
            state = session.scalars(select(Conversation.state).where(Conversation.key == talk))
            is_open = state.one() is State.ACTIVE
        if is_open:
            self.run(close_conversation.close, user_id, talk, self.now)


def _names() -> Iterator[tuple[str, str]]:
    return ((first, last) for last in LAST for first in FIRST)


def _receive(session: Any, inbound: Inbound, form: Any, now: datetime) -> None:
    webhook_id = inbox.store(
        session.connection(),
        "twilio",
        inbox.MESSAGE,
        str(inbound.sender),
        inbound.sid,
        form,
        now,
    )
    assert webhook_id is not None
    inbound_message.receive(session, inbound, webhook_id, now)
    inbox.done(session, [webhook_id])
