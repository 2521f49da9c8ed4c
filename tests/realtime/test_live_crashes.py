"""The process is killed in the middle of it: nothing that was answered is lost, nothing sent twice.

The simulator's own list is the judge of what was sent. A crash is the same in either mode, so
each has one: tests/commands/test_torture.py kills those that send by threads.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import requests
from sqlalchemy import select, update

from occ.conversations.models import Conversation
from occ.core import clock, ids
from occ.core.run import Runner
from occ.flows import agent_reply
from occ.messaging.models import Attempt, HandOver, Message, Webhook, WebhookState
from occ.providers.simulator.server import Simulator
from occ.routing import queue
from occ.users.models import User
from tests.builders import an_agent, writes
from tests.company import furnish
from tests.live import Server, Start, in_mode, until
from tests.realtime.letters import a_letter, post

CUSTOMERS = 10


def again(start: Start, server: Server) -> Server:
    """The same installation, started anew."""
    port = server.environment["OCC_PORT"]
    return start(mode=server.mode, home=server.home, OCC_PORT=port)


@contextmanager
def beside(server: Server) -> Iterator[Runner]:
    with server.database() as database:
        yield Runner(database, queue.drain, publish=lambda _events: None)


@in_mode("threading")
def test_every_message_that_was_answered_is_there_once_after_a_crash_in_a_burst(
    server: Server, start: Start, simulator: Simulator
) -> None:
    furnish(server, simulator)
    token = simulator.credentials.auth_token
    letters = [a_letter(simulator.credentials, f"Line {n}", n % CUSTOMERS) for n in range(400)]
    answered: list[str] = []
    enough = threading.Event()

    def send(form: dict[str, str]) -> None:
        if server.process.poll() is None:
            with suppress(requests.RequestException):
                if post(server, form, token) == 204:
                    answered.append(form["MessageSid"])
        if len(answered) >= 60:
            enough.set()

    with ThreadPoolExecutor(8) as pool:
        posting = [pool.submit(send, form) for form in letters]
        enough.wait(30)
        server.stop(signal.SIGKILL)
        for each in posting:
            each.result()
    again(start, server)

    assert 60 <= len(answered) < len(letters)
    with beside(server) as run:
        until(lambda: unhandled(run) == 0)
        with run.reading() as session:
            kept = Counter(session.scalars(select(Message.provider_sid)))
            states = set(session.scalars(select(Webhook.state)))
            addresses = Counter(session.scalars(select(Conversation.address_id)))
    assert set(answered) <= kept.keys()
    assert set(kept.values()) == {1}
    assert states == {WebhookState.DONE}
    assert set(addresses.values()) == {1}


def unhandled(run: Runner) -> int:
    with run.reading() as session:
        return len(session.scalars(select(Webhook).where(Webhook.state == WebhookState.NEW)).all())


@in_mode("eventlet")
def test_nothing_is_sent_twice_after_a_crash_in_the_middle_of_sending(
    server: Server, start: Start, simulator: Simulator
) -> None:
    simulator.behave(slow=0.3, drop_callbacks=True, window=False)
    furnish(server, simulator, seats=50)
    with beside(server) as run:
        said = answers_of_an_agent(run)
    until(lambda: len(sent(simulator)) >= 12)

    server.stop(signal.SIGKILL)
    in_the_middle = len(sent(simulator))
    simulator.behave(slow=0.0)
    again(start, server)

    assert in_the_middle < len(said)
    with beside(server) as run:
        until(lambda: hand_overs(run) <= {HandOver.ACCEPTED, HandOver.UNKNOWN} or hurry(run))
        with run.reading() as session:
            rows = session.execute(
                select(Message.body, Message.hand_over, Message.provider_sid).where(
                    Message.hand_over.is_not(None)
                )
            ).all()
    assert set(Counter(sent(simulator)).values()) == {1}
    accepted = {(body, sid) for body, hand_over, sid in rows if hand_over is HandOver.ACCEPTED}
    outbound = {(row.body, row.sid) for row in simulator.exchange.messages if not row.is_inbound}
    assert accepted == outbound
    # What never reached the provider, or may have: a person decides, and no machine.
    unknown = {body for body, hand_over, _ in rows if hand_over is HandOver.UNKNOWN}
    assert unknown | set(sent(simulator)) == set(said)
    assert in_order(sent(simulator))


def answers_of_an_agent(run: Runner) -> list[str]:
    """Three to each of ten customers."""
    now = clock.now()
    agent: User = run(an_agent, "Zoe", most=50, auto_accept=True, now=now)
    said = []
    for number in range(CUSTOMERS):
        key = writes(run, number, now=now)
        for line in range(3):
            said.append(f"{number} {line}")
            run(agent_reply.reply, agent.id, key, ids.new("cli"), said[-1], now)
    return said


def sent(simulator: Simulator) -> list[str]:
    return [row.body for row in list(simulator.exchange.messages) if not row.is_inbound]


def in_order(bodies: list[str]) -> bool:
    """Each customer's answers came one after the other."""
    return all(
        theirs == sorted(theirs)
        for theirs in (
            [body for body in bodies if body.startswith(f"{number} ")]
            for number in range(CUSTOMERS)
        )
    )


def hand_overs(run: Runner) -> set[HandOver | None]:
    with run.reading() as session:
        out = select(Message.hand_over).where(Message.hand_over.is_not(None)).distinct()
        return set(session.scalars(out))


def hurry(run: Runner) -> None:
    """The minutes in which an attempt is given time are over."""
    with run.database.writing() as session:
        session.execute(update(Attempt).values(resolve_at=clock.now()))
