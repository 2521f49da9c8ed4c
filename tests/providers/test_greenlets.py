from __future__ import annotations

import subprocess
import sys

# The pytest process stays unpatched, so this runs in one that is not.
PROGRAM = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()

from occ.core.address import parse
from occ.messaging.ports import Outbound
from occ.providers.simulator.server import serve_in_thread
from occ.providers.twilio.provider import TwilioProvider

with serve_in_thread() as simulator:
    simulator.behave(slow=0.3, window=False, sent_after=0, delivered_after=0, read_after=0)
    twilio = TwilioProvider(simulator.url, 5.0)

    under_way = []
    most = 0

    def send(number):
        global most
        under_way.append(number)
        most = max(most, len(under_way))
        message = Outbound(
            parse("whatsapp:+390612345678"), parse(f"whatsapp:+4850010{number:04d}"), "Hi", None
        )
        row = simulator.exchange.message(twilio.send(simulator.credentials, message).sid)
        assert row.recipient == str(message.recipient)
        under_way.remove(number)

    twilio.numbers(simulator.credentials)
    for _ in eventlet.GreenPool(20).imap(send, range(20)):
        pass
    # One after the other each would be alone.
    assert most > 1
    assert simulator.settle()
    assert {row.status for row in simulator.exchange.messages} == {"read"}
print("ended")
"""


def test_adapter_and_simulator_share_one_process_of_greenlets() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30
    )

    assert finished.stdout == "ended\n", finished.stderr
