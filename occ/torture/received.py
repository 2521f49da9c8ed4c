"""What the simulated provider really took, whatever our own rows say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from occ.providers.simulator.server import Simulator


class Taken(NamedTuple):
    attempt: str
    phone: str
    """E.164."""
    parts: int


def count(simulator: Simulator) -> int:
    return len(simulator.exchange.messages) + len(simulator.smsapi.sent)


def everything(simulator: Simulator) -> Iterator[Taken]:
    """Each message the provider took, a repeated one as often as it was."""
    for message in list(simulator.exchange.messages):
        if not message.is_inbound:
            asked = parse_qs(urlsplit(message.status_callback or "").query)
            yield Taken(asked.get("attempt", [""])[0], message.recipient, message.segments)
    for sms in list(simulator.smsapi.sent):
        yield Taken(sms.idx or "", f"+{sms.number}", sms.parts)
