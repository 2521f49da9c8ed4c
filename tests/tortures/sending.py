"""A process that sends is killed again and again, between claim, call and record and in each.

The provider is a file: what it has taken stands there, whoever dies. In the end every message
is there at most once, and wallets and batches have paid for just these.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.models import Wallet
from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import (
    claim_messages,
    delivery_status,
    queue_message,
    record_attempt,
    resolve_attempt,
)
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging import halts, outbox, payment_drift
from occ.messaging.models import HandOver, Message
from occ.messaging.outbox import Claimed, Lane
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.messaging.template_models import Template
from occ.settings import store
from occ.settings.pages import CreditSettings
from tests.builders import NOW
from tests.flows.sending import first
from tests.flows.sending.first import PRICE, Sender
from tests.flows.sending.post import WHY
from tests.tortures import death, rush, spending

MOST_MOMENTS = 500
"""A whole script takes about so many of them."""
MESSAGES, CREDITS = 8, 1000
FATES = ("taken", "taken", "taken", "undelivered", "refused", "later", "lost", "gone", "halted")


@dataclass(frozen=True)
class Script:
    """What becomes of each message at the provider is in the seed, however often it is tried."""

    seed: int
    sender: Sender
    file: Path
    life: int = 0

    def follow(self, run: Runner) -> None:
        """As much later as lives were lived before: what they left undone is due by now."""
        now = NOW + timedelta(hours=self.life)
        self._make_good(run, now)
        for _ in range(3):
            run(halts.lift)
            while claimed := run(claim_messages.claim, now, Lane.REST):
                for one in claimed:
                    run(record_attempt.record, one.attempt_key, self._call(one), now)
            now += timedelta(minutes=5)
            self._make_good(run, now)
        for sid, message_id in self.taken().items():
            if self.fate(message_id) == "undelivered":
                run(delivery_status.take, StatusReport(sid, Delivery.UNDELIVERED), now)

    def _make_good(self, run: Runner, now: datetime) -> None:
        """What the resolver does about attempts without an answer."""
        for number in count():
            at = now + timedelta(minutes=2 * number)
            with run.reading() as session:
                keys = outbox.unresolved(session, at)
                searches = [resolve_attempt.search_for(session, key) for key in keys]
                ids = [outbox.attempted(session, key)[1].id for key in keys]
            if not keys:
                return
            for search, message_id in zip(searches, ids, strict=True):
                found = [sid for sid, its in self.taken().items() if its == message_id]
                report = StatusReport(found[0], Delivery.SENT) if found else None
                run(resolve_attempt.found, search.attempt_key, report, at)

    def fate(self, message_id: int) -> str:
        return random.Random(f"{self.seed}:{message_id}").choice(FATES)

    def _call(self, claimed: Claimed) -> Outcome:
        fate, sid = self.fate(claimed.message_id), f"SM{claimed.attempt_key}"
        if fate == "refused":
            return Refused("21211", WHY, Scope.MESSAGE)
        if fate == "gone":
            return Lost("timeout")
        if fate in ("later", "halted") and self._first_time(claimed.message_id):
            return Later("20429", WHY) if fate == "later" else Refused("21606", WHY, Scope.SENDER)
        self._write({"sid": sid, "message": claimed.message_id})
        return Lost("timeout") if fate == "lost" else Accepted(sid, 2)

    def _first_time(self, message_id: int) -> bool:
        before = any(line.get("asked") == message_id for line in self._lines())
        self._write({"asked": message_id})
        return not before

    def taken(self) -> dict[str, int]:
        """Messages by the provider's ids."""
        return {line["sid"]: line["message"] for line in self._lines() if "sid" in line}

    def _lines(self) -> Iterator[dict[str, Any]]:
        if self.file.exists():
            yield from map(json.loads, self.file.read_text().splitlines())

    def _write(self, line: dict[str, object]) -> None:
        with self.file.open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def wrong(self, run: Runner) -> Iterator[str]:
        """What the rows have otherwise than the provider and the price list."""
        sent = Counter(line["message"] for line in self._lines() if "sid" in line)
        yield from (f"message {number} was sent twice" for number in sent if sent[number] > 1)
        with run.reading() as session:
            own = select(Message).where(Message.author_id == self.sender.id)
            messages = session.scalars(own.order_by(Message.id)).all()
            wallet = session.get_one(Wallet, self.sender.wallet_id)
        costs = held = 0
        for message in messages:
            is_sms = message.wallet_id is not None
            if message.hand_over is not self._must_be(message, message.id in sent):
                yield f"message {message.id} ({self.fate(message.id)}) is {message.hand_over}"
            if is_sms and message.id in sent and self.fate(message.id) != "undelivered":
                costs += 2 * PRICE
            held += 2 * PRICE * (is_sms and message.hand_over is HandOver.UNKNOWN)
        if (wallet.available, wallet.held) != (CREDITS * 1000 - costs - held, held):
            yield f"{wallet.available} available and {wallet.held} held, not {costs} spent"

    def _must_be(self, message: Message, was_taken: bool) -> HandOver:
        if was_taken:
            return HandOver.ACCEPTED
        if message.reason_code == "no_unit":
            return HandOver.WAITING
        # It may have died before it called.
        return HandOver.UNKNOWN if message.reason_code is None else HandOver.REFUSED


def killed(database: Database, times: int, folder: Path, seed: int = 1) -> tuple[int, list[str]]:
    """How often a sending process was killed, and whatever was wrong after a death, or in the end.

    After each death another one goes on, an hour later.
    """
    chance = random.Random(seed)
    run = rush.a_runner(database)
    url = database.url.render_as_string(hide_password=False)
    deaths, wrong = 0, []
    while deaths < times:
        file = folder / f"provider {deaths}.jsonl"
        script = Script(chance.randrange(10**9), run(_queue), file)
        died = True
        while died:
            died = death.comes(url, script.follow, chance.randint(1, MOST_MOMENTS))
            deaths += died
            spending.outcome(run)
            with run.reading() as session:
                wrong += [str(each) for each in payment_drift.drift(session)]
            script = replace(script, life=script.life + 1)
        wrong += script.wrong(run)
    return deaths, wrong


def _queue(session: Session) -> Sender:
    """SMS in two parts and codes by WhatsApp, for more of them than there are units."""
    sender = first.a_sender(session, CREDITS)
    first.a_price(session)
    store.save(session, CreditSettings(refund_failed=True), NOW)
    if session.scalar(select(Template.id)) is None:
        first.a_template(session)
    for messages in (1, 2):
        first.a_batch(session, messages)
    for number in range(MESSAGES):
        outgoing = (
            first.a_code_by_sms(sender, f"+4850010020{number}", "x" * 161)
            if number % 2
            # Nothing is sealed: each life has a vault of its own.
            else replace(first.a_code_by_whatsapp(sender, number), secret="")
        )
        queue_message.queue(session, outgoing, NOW)
    return sender
