"""Print what stands in the rows after a rush of each size, on SQLite and on PostgreSQL.

python -m tests.tortures [--customers 50] [--agents 5] [--seats 3] [--storm 400] [--kills 300]
python -m tests.tortures --days 100      bad days at Twilio instead, of up to 40 steps each
python -m tests.tortures --sending 100   deaths of a sending process instead, on SQLite
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cryptography.fernet import Fernet

from occ.core.db import Database
from occ.core.secrets import Vault
from tests import schema, servers
from tests.tortures import bad_days, rush, sending, spending, storm, witness
from tests.tortures.rush import Outcome, Sizes
from tests.tortures.spending import Rush

AT_ONCE = (1, 4, 8, 50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--agents", type=int, default=5)
    parser.add_argument("--seats", type=int, default=3)
    parser.add_argument("--storm", type=int, default=400, help="steps of the storm, in all")
    parser.add_argument("--days", type=int, default=0, help="bad days at Twilio, and nothing else")
    parser.add_argument(
        "--kills", type=int, default=300, help="deaths of a spending process, and of a sending one"
    )
    parser.add_argument("--sending", type=int, default=0, help="deaths, and nothing else")
    asked = parser.parse_args()
    if asked.days:
        bad_days.main(asked.days)
        return
    if asked.sending:
        show_sending("SQLite", asked.sending)
        return
    sizes = Sizes(asked.agents, asked.seats, asked.customers)
    servers.begin_run()
    try:
        for kind in ("SQLite", "PostgreSQL"):
            for way, torture in (("threads", rush.by_threads), ("processes", rush.by_processes)):
                for at_once in AT_ONCE:
                    show(kind, way, torture, replace(sizes, at_once=at_once))
            with a_database(kind) as database, witness.watching(database):
                failures = storm.rage(database, threads=16, steps=asked.storm // 16)
            print(f"{kind:<11} storm of 16 threads: {failures or 'nothing broke'}", flush=True)
            show_spending(kind, asked.kills)
            show_sending(kind, asked.kills)
    finally:
        servers.end_run()


def show(kind: str, way: str, torture: Callable[[Database, Sizes], Outcome], sizes: Sizes) -> None:
    with a_database(kind) as database, witness.watching(database):
        begun = time.monotonic()
        found = torture(database, sizes)
        seconds = time.monotonic() - begun
    print(
        f"{kind:<11} {sizes.at_once:>2} {way:<10} {found.given} given out, {found.waiting} wait, "
        f"each agent has {found.per_agent}, {len(found.failures)} failures, {seconds:.1f} s",
        flush=True,
    )


def show_spending(kind: str, kills: int) -> None:
    for way, torture in (("threads", spending.by_threads), ("processes", spending.by_processes)):
        for at_once in AT_ONCE:
            with a_database(kind) as database:
                failures, kinds = torture(database, Rush(messages=200, credits=90, at_once=at_once))
            print(
                f"{kind:<11} {at_once:>2} {way:<10} spend a wallet for 91 of 200 messages: "
                f"{kinds['captured']} captured, {len(failures)} failures",
                flush=True,
            )
    with a_database(kind) as database:
        deaths, differences = spending.killed(database, kills)
    print(
        f"{kind:<11} killed {deaths} times: {len(differences)} wallets, of which "
        f"{sum(map(bool, differences))} hold another sum than they must",
        flush=True,
    )


def show_sending(kind: str, kills: int) -> None:
    with a_database(kind) as database, tempfile.TemporaryDirectory() as folder:
        deaths, wrong = sending.killed(database, kills, Path(folder))
    said = "; ".join(wrong) or "nothing was sent twice, and every payment is right"
    print(f"{kind:<11} sending, killed {deaths} times: {said}", flush=True)


@contextmanager
def a_database(kind: str) -> Iterator[Database]:
    vault = Vault([Fernet.generate_key()])
    with tempfile.TemporaryDirectory() as folder:
        if kind == "SQLite":
            url = f"sqlite:///{Path(folder) / 'occ.sqlite3'}"
            yield from _opened(url, vault)
        else:
            with servers.database(servers.postgres()) as url:
                yield from _opened(url, vault)


def _opened(url: str, vault: Vault) -> Iterator[Database]:
    schema.create(url)
    database = Database(url, vault)
    yield database
    database.close()


if __name__ == "__main__":
    main()
