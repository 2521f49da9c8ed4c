"""From a webhook's POST to an agent's client, with 100 agents connected, against the floor.

    python -m tests.bench.latency

The product's agents sign in by cookie and have conversations of their own; the message is
measured from the moment its request is written to the moment its text is at the socket client.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import socketio

from tests.bench import posting, servers

RATES, SECONDS = (50, 200), 10
GOAL = 2.0


def main() -> None:
    for rate in RATES:
        floor, product = asyncio.run(_floor(rate)), asyncio.run(_product(rate))
        print(f"{rate}/s  floor   {_shown(floor)}")
        print(f"{rate}/s  product {_shown(product)}", end="")
        print(f"  p99 {_p99(product) / _p99(floor):.2f} x floor (goal {GOAL})")


async def _floor(rate: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder, servers.floor(Path(folder)) as url:
        rooms = [f"whatsapp:+4850{number:07d}" for number in range(servers.AGENTS)]
        seen: dict[str, float] = {}
        clients = [
            await _listen(f"{url}?room={room.replace('+', '%2B')}", {}, seen) for room in rooms
        ]
        return await _measure(url, clients, seen, rate)


async def _product(rate: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        with servers.product(Path(folder), servers.AGENTS) as (url, _):
            cookies = servers.sign_in_all(Path(folder))
            seen: dict[str, float] = {}
            clients = [await _listen(url, {"Cookie": cookie}, seen) for cookie in cookies]
            first = posting.requests(url, servers.AGENTS, servers.AGENTS, "b")
            await posting.closed_loop(url, first, 4)
            await asyncio.sleep(3)
            return await _measure(url, clients, seen, rate)


async def _listen(url: str, headers: dict[str, str], seen: dict[str, float]) -> Any:
    client = socketio.AsyncClient(reconnection=False)

    @client.on("message_added", namespace="/agents")
    def added(payload: dict[str, Any]) -> None:
        seen.setdefault(payload["message"]["body"], time.perf_counter())

    await client.connect(url, headers=headers, namespaces=["/agents"], transports=["websocket"])
    return client


async def _measure(url: str, clients: list[Any], seen: dict[str, float], rate: int) -> list[float]:
    count = rate * SECONDS
    warm = posting.requests(url, 100, servers.AGENTS, "e")
    await posting.closed_loop(url, warm, 4)
    # What it answered, the product still works off.
    await asyncio.sleep(1)
    sent = [0.0] * count
    await posting.open_loop(url, posting.requests(url, count, servers.AGENTS, "d"), rate, sent)
    await asyncio.sleep(2)
    for client in clients:
        await client.disconnect()
    missing = [number for number in range(count) if f"d {number}" not in seen]
    if missing:
        raise RuntimeError(f"{len(missing)} of {count} messages never reached an agent")
    return [seen[f"d {number}"] - sent[number] for number in range(count)]


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


def _shown(seconds: list[float]) -> str:
    return f"p50 {statistics.median(seconds) * 1000:5.1f} ms  p99 {_p99(seconds) * 1000:5.1f} ms"


if __name__ == "__main__":
    main()
