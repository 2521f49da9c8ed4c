from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

from occ.core.address import parse
from occ.messaging.ports import Outbound, SendRefused
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider


def test_sixteen_threads_on_one_adapter_get_their_own_answers(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    simulator.behave(slow=0.01, read_after=None)
    wrong = dataclasses.replace(simulator.credentials, auth_token="0" * 32)

    def send(number: int) -> tuple[str, str]:
        """Every fifth is refused, so that answers of both sorts pass each other."""
        message = dataclasses.replace(
            reply, body=f"Message {number}", recipient=parse(f"whatsapp:+4850010{number:04d}")
        )
        try:
            return message.body, twilio.send(wrong if number % 5 == 0 else credentials, message).sid
        except SendRefused as refused:
            return message.body, refused.code

    credentials = simulator.credentials
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(send, range(200)))

    for number, (body, answer) in enumerate(results):
        if number % 5 == 0:
            assert answer == "20003"
        else:
            row = simulator.exchange.message(answer)
            assert row is not None
            assert (row.body, row.recipient) == (body, f"whatsapp:+4850010{number:04d}")
    # One refusal, and as many ids as messages that went.
    assert len({answer for _, answer in results}) == 1 + 160
