"""Resident memory of one process, idle and with agents connected, against the floor.

    python -m tests.bench.memory [agents …]

`occ serve` on SQLite: web, sockets and jobs. Every agent has a socket of their own, a lease, and
has been sent a snapshot. The floor is the bench's bare server with as many sockets open.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import tempfile
from pathlib import Path

import socketio

from tests.bench import servers

AGENTS = (0, 100, 1_000)
AT_ONCE = 20
SETTLE_SECONDS = 5


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    idle: tuple[float, float] | None = None
    print(f"{'agents':>6} {'floor':>9} {'product':>9}   more for each agent")
    for count in [int(each) for each in sys.argv[1:]] or AGENTS:
        floor, product = asyncio.run(_floor(count)), asyncio.run(_product(count))
        idle = idle or (floor, product)
        more = [
            (now - then) * 1024 / max(count, 1)
            for now, then in zip((floor, product), idle, strict=True)
        ]
        print(f"{count:6} {floor:6.0f} MB {product:6.0f} MB   {more[0]:.0f} KB, {more[1]:.0f} KB")


async def _floor(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder, servers.floor(Path(folder)) as url:
        rooms = [(f"{url}?room=agent{number}", "") for number in range(count)]
        return await _resident(url, rooms)


async def _product(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        with servers.product(Path(folder), count) as (url, _):
            cookies = servers.sign_in_all(Path(folder))[:count]
            return await _resident(url, [(url, cookie) for cookie in cookies], "snapshot")


async def _resident(url: str, wanted: list[tuple[str, str]], ask: str = "") -> float:
    """Megabytes once everybody is connected and it is quiet again."""
    gate = asyncio.Semaphore(AT_ONCE)
    clients = await asyncio.gather(*(_connected(gate, *each, ask) for each in wanted))
    await asyncio.sleep(SETTLE_SECONDS)
    status = Path(f"/proc/{servers.pids[url]}/status").read_text(encoding="ascii")
    for client in clients:
        await client.disconnect()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


async def _connected(
    gate: asyncio.Semaphore, url: str, cookie: str, ask: str
) -> socketio.AsyncClient:
    client = socketio.AsyncClient(reconnection=False)
    headers = {"Cookie": cookie} if cookie else {}
    async with gate:
        await client.connect(
            url, headers=headers, namespaces=["/agents"], transports=["websocket"], wait_timeout=60
        )
        if ask:
            await client.call(ask, {}, namespace="/agents", timeout=60)
    return client


if __name__ == "__main__":
    main()
