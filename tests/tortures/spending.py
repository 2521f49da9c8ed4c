"""Many spend one wallet in the same instant, and a process that spends is killed again and again.

What is counted is read from the rows afterwards.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import drift, limits, plans, reservations, wallets
from occ.billing.limits import Limits
from occ.billing.models import Filling, LedgerEntry, Wallet
from occ.billing.periods import Every
from occ.billing.plans import PlanForm
from occ.billing.reservations import Ask
from occ.core.db import Database
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.core.secrets import Vault
from tests.builders import NOW, an_agent
from tests.tortures import death, rush

DAY = timedelta(days=1)
MOST_MOMENTS = 300
"""A script takes about 200 of them, and half as many where all of it is done already."""
SEED_OF_ALL = 14
"""Its first three messages: one billed for more than was held, one refused, one refunded."""


@dataclass(frozen=True)
class Rush:
    """So many messages at one credit each, and a wallet for fewer; each is tried twice."""

    messages: int = 60
    credits: int = 25
    limit: int | None = None
    at_once: int = 8


def by_threads(database: Database, sizes: Rush) -> tuple[list[str], Counter[str]]:
    """What broke, and how many entries there are of each kind."""
    run = rush.a_runner(database)
    wallet_id = run(_fill, sizes)
    failures = rush.at_once([partial(_spend, run, wallet_id, share) for share in _shares(sizes)])
    return failures, outcome(run)


def by_processes(database: Database, sizes: Rush) -> tuple[list[str], Counter[str]]:
    run = rush.a_runner(database)
    wallet_id = run(_fill, sizes)
    url = database.url.render_as_string(hide_password=False)
    failures = rush.in_processes(
        [(_spend_in_a_process, url, wallet_id, share) for share in _shares(sizes)]
    )
    return failures, outcome(run)


def outcome(run: Runner) -> Counter[str]:
    """Raises AssertionError where a sum is wrong."""
    with run.reading() as session:
        assert drift.drift(session) == []
        assert sum(drift.totals(session).values()) == 0
        return Counter(kind.value for kind in session.scalars(select(LedgerEntry.kind)))


def _fill(session: Session, sizes: Rush) -> int:
    wallet = wallets.open_for(session, an_agent(session, online=False).id, NOW)
    wallets.adjust(session, wallet.id, sizes.credits, ("add:1", None, "To begin"), NOW)
    limit = None if sizes.limit is None else sizes.limit * 1000
    limits.set_for(session, wallet.id, Limits(day=limit))
    plans.save(
        session, wallet.id, PlanForm(Filling.ADD, 1, Every.MONTH, (NOW - DAY).date()), NOW - DAY
    )
    return wallet.id


def _shares(sizes: Rush) -> list[list[int]]:
    """Every message is in two shares: two workers that both believe it is theirs."""
    numbers = [*range(sizes.messages), *range(sizes.messages)]
    return [numbers[first :: sizes.at_once] for first in range(sizes.at_once)]


def _spend(run: Runner, wallet_id: int, numbers: Sequence[int]) -> None:
    run(plans.pay, wallet_id, NOW)
    for number in numbers:
        try:
            run(reservations.hold, wallet_id, [Ask(f"message:{number}", 1, 1000)], NOW)
        except Conflict:
            continue
        run(reservations.capture, f"message:{number}", 1, NOW)


def _spend_in_a_process(barrier: Any, url: str, wallet_id: int, numbers: list[int]) -> None:
    database = Database(url, Vault([Fernet.generate_key()]))
    run = rush.a_runner(database)
    with run.reading() as session:
        session.get(Wallet, wallet_id)
    barrier.wait(60)
    _spend(run, wallet_id, numbers)
    database.close()


def killed(database: Database, times: int, seed: int = 1) -> tuple[int, list[int]]:
    """Let a process follow a script of effects and kill it at some statement, so many times.

    After each death another begins the script anew, as what is due is done again. How often one
    was killed, and the balance of each script's wallet beside what it must be, as differences.
    """
    chance = random.Random(seed)
    run = rush.a_runner(database)
    url = database.url.render_as_string(hide_password=False)
    deaths, differences = 0, []
    while deaths < times:
        script = _Script(run(_open), chance.randrange(10**9))
        lived = False
        while not lived:
            lived = not death.comes(url, script.follow, chance.randint(1, MOST_MOMENTS))
            deaths += not lived
            outcome(run)
        with run.reading() as session:
            wallet = session.get_one(Wallet, script.wallet_id)
        differences.append(wallet.available + wallet.held - script.left())
    return deaths, differences


def dead_at_each_moment(
    database: Database, messages: int = 3, every: int = 1
) -> tuple[int, list[int]]:
    """The same at the first moment of a script, at the second, and so on to its end.

    `every` so many moments only, where they are all had elsewhere.
    """
    run = rush.a_runner(database)
    differences: list[int] = []
    died = True
    while died:
        script = _Script(run(_open), SEED_OF_ALL, messages)
        died = death.in_place(database, script.follow, every * len(differences) + 1)
        script.follow(run)
        with run.reading() as session:
            wallet = session.get_one(Wallet, script.wallet_id)
        differences.append(wallet.available + wallet.held - script.left())
    outcome(run)
    return len(differences) - 1, differences


@dataclass(frozen=True)
class _Script:
    """Messages of a seed, each claimed and then accepted, refused, or accepted and refunded."""

    wallet_id: int
    seed: int
    messages: int = 6
    credits: int = 500

    def lines(self) -> list[tuple[Ask, str, int]]:
        chance = random.Random(self.seed)
        return [
            (
                Ask(f"{self.wallet_id}:{number}", chance.randint(1, 7), chance.randint(1, 1500)),
                chance.choice(["capture", "capture", "release", "refund"]),
                chance.randint(1, 7),
            )
            for number in range(self.messages)
        ]

    def left(self) -> int:
        spent = sum(ask.price * billed for ask, way, billed in self.lines() if way == "capture")
        return (self.credits + 7) * 1000 - spent

    def follow(self, run: Runner) -> None:
        wallet_id = self.wallet_id
        run(wallets.adjust, wallet_id, self.credits, (f"add:{wallet_id}", None, "It"), NOW)
        run(plans.save, wallet_id, PlanForm(Filling.ADD, 7, Every.MONTH, NOW.date()), NOW)
        run(plans.pay, wallet_id, NOW)
        run(reservations.hold, wallet_id, [ask for ask, *_ in self.lines()], NOW)
        for ask, way, billed in self.lines():
            if way == "release":
                run(reservations.release, ask.key, NOW)
                continue
            run(reservations.capture, ask.key, billed, NOW)
            if way == "refund":
                run(reservations.refund, ask.key, NOW)


def _open(session: Session) -> int:
    return wallets.open_for(session, an_agent(session, online=False).id, NOW).id
