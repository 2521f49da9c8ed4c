"""Signed webhooks, posted over keep-alive connections by a client that costs little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

SID, TOKEN, NUMBER = "AC" + "0" * 32, "f" * 32, "+390612345678"
PATH = "/webhooks/twilio/messages"


def requests(url: str, count: int, senders: int, tag: str) -> list[bytes]:
    """`count` messages of `senders` customers in turn, each a whole HTTP request."""
    validator = RequestValidator(TOKEN)
    host = url.removeprefix("http://")
    made = []
    for number in range(count):
        form = {
            "MessageSid": f"SM{tag}{number:0{32 - len(tag)}x}",
            "AccountSid": SID,
            "From": f"whatsapp:+4850{number % senders:07d}",
            "To": f"whatsapp:{NUMBER}",
            "Body": f"{tag} {number}",
            "NumMedia": "0",
            "ProfileName": f"Customer {number % senders}",
            "MessageType": "text",
        }
        signature = validator.compute_signature(url + PATH, form)
        body = urlencode(form).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nX-Twilio-Signature: {signature}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


async def closed_loop(url: str, messages: Sequence[bytes], connections: int) -> float:
    """Post everything over so many connections, each its next when answered; seconds taken."""
    waiting = iter(messages)
    started = time.perf_counter()
    await asyncio.gather(*(_one_connection(url, waiting) for _ in range(connections)))
    return time.perf_counter() - started


async def open_loop(
    url: str, messages: Sequence[bytes], per_second: float, sent: list[float]
) -> None:
    """Post at a steady rate whatever the answers do; notes when each was sent."""
    lines = [await _open(url) for _ in range(8)]
    locks = [asyncio.Lock() for _ in lines]
    started = time.perf_counter()
    tasks = []
    for number, message in enumerate(messages):
        await asyncio.sleep(max(0.0, started + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(_post(lines, locks, number, message, sent)))
    await asyncio.gather(*tasks)


async def _post(lines, locks, number, message, sent) -> None:  # type: ignore[no-untyped-def]
    place = number % len(lines)
    async with locks[place]:
        sent[number] = time.perf_counter()
        await _ask(*lines[place], message)


async def _one_connection(url: str, waiting) -> None:  # type: ignore[no-untyped-def]
    reader, writer = await _open(url)
    for message in waiting:
        await _ask(reader, writer, message)
    writer.close()


async def _open(url: str):  # type: ignore[no-untyped-def]
    host, port = url.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


async def _ask(reader, writer, message: bytes) -> None:  # type: ignore[no-untyped-def]
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 2"):
        raise RuntimeError(head.decode(errors="replace"))
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if length and int(length[0].split(b":")[1]):
        await reader.readexactly(int(length[0].split(b":")[1]))
