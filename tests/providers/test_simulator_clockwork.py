"""What moves inside: the schedule, the overrides of a URL, the demo's script, the command."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from occ.core.address import parse
from occ.messaging.ports import AnswerLost, Outbound
from occ.providers.simulator import script
from occ.providers.simulator.overrides import Overrides, split
from occ.providers.simulator.schedule import Schedule
from occ.providers.simulator.script import PARTS, Script
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.twilio.provider import TwilioProvider
from tests.live import until


@pytest.fixture
def schedule() -> Iterator[Schedule]:
    made = Schedule(workers=4)
    yield made
    made.close()


def test_work_is_done_when_it_is_due(schedule: Schedule) -> None:
    done: list[str] = []
    schedule.after(60, lambda: done.append("in a minute"))
    schedule.after(0.1, lambda: done.append("soon"))

    until(lambda: done == ["soon"])


def test_one_lane_waits_for_its_own_and_for_nobody_else(schedule: Schedule) -> None:
    done: list[str] = []
    free = threading.Event()
    schedule.after(0, lambda: done.append("first" if free.wait(20) else "blocked"), lane="a")
    schedule.after(0, lambda: done.append("second"), lane="a")
    schedule.after(0, lambda: done.append("other"), lane="b")
    schedule.after(0, free.set, lane="b")

    assert schedule.settle(20)
    assert done == ["other", "first", "second"]


def test_work_that_fails_stops_nothing(
    schedule: Schedule, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    schedule.after(0, lambda: 1 / 0, lane="a")
    schedule.after(0, lambda: done.append("next"), lane="a")

    assert schedule.settle(20)
    assert done == ["next"]
    assert "ZeroDivisionError" in caplog.text


def test_settling_gives_up_in_time(schedule: Schedule) -> None:
    schedule.after(60, lambda: None)

    assert not schedule.settle(0.05)


@pytest.mark.parametrize(
    ("url", "address", "rules"),
    [
        ("https://h/in?a=b", "https://h/in?a=b", Overrides()),
        (
            "https://h/in#rc=3&rp=ct,5xx,rt&rt=4000&ct=200&tt=9000",
            "https://h/in",
            Overrides(0.2, 4.0, 9.0, 3, frozenset({"ct", "5xx", "rt"})),
        ),
        (
            "https://h/in#rc=9&rp=all",
            "https://h/in",
            Overrides(retries=5, retry_on=frozenset({"ct", "rt", "4xx", "5xx"})),
        ),
        # Out of bounds, or no number.
        ("https://h/in#ct=1&rt=99999&rc=x", "https://h/in", Overrides(connect=0.1, read=15.0)),
    ],
)
def test_the_fragment_of_a_url_is_kept_from_the_wire(
    url: str, address: str, rules: Overrides
) -> None:
    assert split(url) == (address, rules)


def test_the_demos_customers_write_and_answer_politely(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "_THINKING_SECONDS", 0.05)
    parts = tuple(dataclasses.replace(part, after=0) for part in PARTS)
    Script(simulator.exchange, parts=parts).start()
    assert simulator.settle()
    first = [row.body for row in simulator.exchange.messages]
    assert len(first) == 5

    twilio = TwilioProvider(simulator.url, 20)
    for row in list(simulator.exchange.messages):
        for words in ("Moment, please.", "Done!"):
            reply = Outbound(parse(row.recipient), parse(row.sender), words, None)
            twilio.send(simulator.credentials, reply)
    assert simulator.settle()

    answers = [row for row in simulator.exchange.messages if row.is_inbound][5:]
    assert {row.sender for row in answers} == {f"whatsapp:{part.customer.key}" for part in PARTS}
    assert {"audio", "contacts"} <= {row.parameters.get("MessageType") for row in answers}


def test_after_a_restart_the_demos_customers_can_be_answered_at_once(simulator: Simulator) -> None:
    Script(simulator.exchange).start()

    twilio = TwilioProvider(simulator.url, 20)
    for customer in ("whatsapp:+48500100200", "whatsapp:FR.8Hb2cVq0kZr41xT"):
        reply = Outbound(parse("whatsapp:+390612345678"), parse(customer), "Hello again", None)
        twilio.send(simulator.credentials, reply)

    rows = simulator.exchange.messages
    until(lambda: [row.status for row in rows] == ["read", "read"])


def test_the_demo_ends_when_everything_is_said(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "_THINKING_SECONDS", 0.0)
    Script(simulator.exchange, parts=(dataclasses.replace(PARTS[2], after=0),)).start()
    assert simulator.settle()
    twilio = TwilioProvider(simulator.url, 20)
    reply = Outbound(parse("whatsapp:+390612345678"), parse("whatsapp:+989123456789"), "چشم", None)

    for _ in range(5):
        twilio.send(simulator.credentials, reply)
        assert simulator.settle()

    said = [row.body for row in simulator.exchange.messages if row.is_inbound]
    assert said == list(PARTS[2].lines)


def test_it_runs_as_a_process_of_its_own_and_ends_when_told() -> None:
    command = [sys.executable, "-m", "occ.providers.simulator", "--number", "+48221234567"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout:
        told = json.loads(process.stdout.readline())

        account = requests.get(
            f"{told['url']}/2010-04-01/Accounts/{told['account_sid']}.json",
            auth=(told["account_sid"], told["auth_token"]),
            timeout=5,
        )
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert account.json()["status"] == "active"
    assert told["numbers"] == ["+48221234567"]


def test_a_port_that_is_taken_is_an_error_and_no_end_of_the_process(simulator: Simulator) -> None:
    port = int(simulator.url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        serve_in_thread(port=port)


def test_closing_does_not_wait_for_a_silent_answer(reply: Outbound) -> None:
    simulator = serve_in_thread()
    simulator.behave(lose_answers="silence")

    def send() -> None:
        with pytest.raises(AnswerLost):
            TwilioProvider(simulator.url, 60).send(simulator.credentials, reply)

    sending = threading.Thread(target=send)
    sending.start()
    while not simulator.exchange.messages:
        time.sleep(0.01)

    simulator.close()
    sending.join(30)

    assert not sending.is_alive()
