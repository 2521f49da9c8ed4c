"""How many webhooks a second are accepted, and how many are fully handled, against the floor.

    python -m tests.bench.webhooks

Accepted: answered, after the raw webhook was committed. Handled: conversation found or opened,
message stored, events numbered and pushed, routed where it was new. SQLite, synchronous=FULL,
one process, 16 connections; the client shares the two cores. Runs alternate, medians are shown.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench import posting, servers

COUNT, WARM, SENDERS, CONNECTIONS, ROUNDS = 2000, 200, 200, 16, 5


def main() -> None:
    floor_rates, accepted_rates, handled_rates = [], [], []
    for turn in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, servers.floor(Path(folder)) as url:
            _post(url, WARM, f"e{turn}")
            floor_rates.append(COUNT / _post(url, COUNT, f"f{turn}"))
        with tempfile.TemporaryDirectory() as folder:
            with servers.product(Path(folder)) as (url, database):
                _post(url, WARM, f"e{turn}")
                _wait_until_handled(database, WARM)
                seconds = _post(url, COUNT, f"a{turn}")
                answered = time.perf_counter()
                _wait_until_handled(database, WARM + COUNT)
                accepted_rates.append(COUNT / seconds)
                handled_rates.append(COUNT / (seconds + time.perf_counter() - answered))
    floor = statistics.median(floor_rates)
    print(f"floor     {floor:7.0f}/s")
    for name, rates, goal in (("accepted", accepted_rates, 0.7), ("handled", handled_rates, 0.4)):
        rate = statistics.median(rates)
        print(f"{name:9} {rate:7.0f}/s  {rate / floor:.2f} of the floor (goal {goal})")


def _post(url: str, count: int, tag: str) -> float:
    messages = posting.requests(url, count, SENDERS, tag)
    return asyncio.run(posting.closed_loop(url, messages, CONNECTIONS))


def _wait_until_handled(database: Path, count: int) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    while True:
        [done] = connection.execute("SELECT count(*) FROM webhooks WHERE state = 'done'").fetchone()
        if done >= count:
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main()
