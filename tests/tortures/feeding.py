"""Many feed one campaign in the same instant, and whoever feeds one dies at some statement.

The provider is a list: what it took stands there, whoever dies. In the end nobody is there twice,
the campaign says of each what became of them, and the wallet has paid for just these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.models import Wallet
from occ.billing.power_models import PowerKind
from occ.campaigns import lifecycle, recipients
from occ.campaigns.models import Flag, State
from occ.core import ids
from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import record_attempt, resolve_attempt, start_campaign
from occ.flows.record_attempt import Accepted, Lost, Outcome
from occ.messaging import outbox
from occ.messaging.models import Attempt, Message
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Delivery, StatusReport
from occ.settings import store
from occ.settings.pages import CampaignSettings
from occ.users.models import User
from tests.builders import NOW, at
from tests.campaigns.company import (
    FAST,
    a_campaign,
    campaign,
    feeds,
    flags,
    people,
    ready,
    settles,
)
from tests.flows.sending.first import PRICE
from tests.tortures import death, rush, spending

CREDITS = 1000


@dataclass(frozen=True)
class Rush:
    """So many people, so many of them a second, fed by so many threads."""

    people: int = 16
    rate: int = 4
    at_once: int = 4
    count_to_send: int | None = None


def by_threads(database: Database, sizes: Rush) -> tuple[list[str], Counter[str], int]:
    """What broke, how often each was claimed, and the most that were claimed in one second."""
    run = rush.a_runner(database)
    owner, _ = run(_company, replace(FAST, sms_rate=sizes.rate))
    key = run(_begun, owner, sizes.people, sizes.count_to_send)
    claimed: list[Claimed] = []
    turns = range(sizes.people // sizes.rate + 3)
    failures = rush.at_once([partial(_feed, run, key, turns, claimed)] * sizes.at_once)
    settles(run)
    spending.outcome(run)
    with run.reading() as session:
        seconds = session.scalars(select(func.count(Attempt.id)).group_by(Attempt.started_at)).all()
    sent = [flag for flag in flags(run, key) if flag is Flag.ON_THE_WAY]
    assert len(sent) == len(claimed) == sum(seconds)
    return failures, Counter(one.recipient for one in claimed), max(seconds)


def _feed(run: Runner, key: str, turns: range, claimed: list[Claimed]) -> None:
    for turn in turns:
        mine = feeds(run, key, at(turn))
        claimed += mine
        told = {one.attempt_key: Accepted(f"SM{one.attempt_key}") for one in mine}
        run(record_attempt.record_all, told, at(turn))
        settles(run, at(turn))


@dataclass
class Script:
    """A campaign that is fed turn by turn; some answers are lost."""

    key: str
    now: datetime = NOW
    taken: list[Claimed] = field(default_factory=list)

    def turn(self, run: Runner) -> None:
        """A second's worth is claimed, called and recorded, and what came of it is counted."""
        self.now += timedelta(seconds=1)
        told = {one.attempt_key: self._call(one) for one in feeds(run, self.key, self.now)}
        run(record_attempt.record_all, told, self.now)
        settles(run, self.now)

    def _call(self, claimed: Claimed) -> Outcome:
        self.taken.append(claimed)
        is_lost = len(self.taken) % 7 == 3
        return Lost("timeout") if is_lost else Accepted(f"SM{claimed.attempt_key}")

    def finish(self, run: Runner) -> None:
        """Whoever comes after the last death: the resolver, and then turns to the end."""
        known = {one.attempt_key for one in self.taken}
        while campaign(run, self.key).state is State.RUNNING:
            self.now += timedelta(minutes=5)
            with run.reading() as session:
                keys = outbox.unresolved(session, self.now, 1000)
            for key in keys:
                report = StatusReport(f"SM{key}", Delivery.SENT) if key in known else None
                run(resolve_attempt.found, key, report, self.now)
            self.turn(run)
            known |= {one.attempt_key for one in self.taken}

    def wrong(self, run: Runner) -> Iterator[str]:
        times = Counter(one.recipient for one in self.taken)
        yield from (f"{number}: {sent} times" for number, sent in times.items() if sent > 1)
        for number, person in people(run, self.key).items():
            must_be = Flag.ON_THE_WAY if number in times else Flag.UNKNOWN
            if person.flag is not must_be:
                yield f"{number} is {person.flag}, not {must_be}"
        with run.reading() as session:
            handed = recipients.of(session, lifecycle.find(session, self.key)).handed
            messages = session.scalars(
                select(func.count(Message.id))
                .where(Message.cause == f"campaign:{self.key}:1")
                .group_by(Message.recipient)
            ).all()
        if handed != len(flags(run, self.key)) or messages != [1] * handed:
            yield f"{handed} handed, messages {messages}"


def dead_at_each_statement(database: Database, every: int, people: int) -> tuple[int, list[str]]:
    """How many statements a turn has, and what was wrong after deaths at every so many of them."""
    run = rush.a_runner(database)
    owner, wallet_id = run(_company, replace(FAST, sms_rate=1))
    script = Script(run(_begun, owner, people))
    statement = 1
    while death.in_place(database, script.turn, statement, death.STATEMENTS):
        statement += every
    run(store.save, FAST, NOW)
    script.finish(run)
    wrong = list(script.wrong(run))
    spending.outcome(run)
    with run.reading() as session:
        wallet = session.get_one(Wallet, wallet_id)
    sent, held = PRICE * len(script.taken), PRICE * (people - len(script.taken))
    if (wallet.available, wallet.held) != (CREDITS * 1000 - sent - held, held):
        wrong.append(f"{wallet.available} available, {wallet.held} held, {sent} spent")
    return statement, wrong


def _company(session: Session, settings: CampaignSettings) -> tuple[User, int]:
    owner = ready(session, settings)
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, owner.id, NOW)
    wallets.adjust(session, wallet.id, CREDITS, (ids.new("add"), None, "To begin"), NOW)
    return owner, wallet.id


def _begun(session: Session, owner: User, people: int, count_to_send: int | None = None) -> str:
    key = a_campaign(session, owner, people, count_to_send=count_to_send)
    start_campaign.send(session, owner.id, key, None, NOW)
    return key
