"""The real edge under strain: who is believed, what a burst becomes, and that nothing stops it.

Whatever waits or computes, others are answered meanwhile. One server serves all of this.
"""

from __future__ import annotations

import resource
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import argon2
import pytest
import requests
from sqlalchemy import func, select, update

from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.messaging.models import Message, Webhook, WebhookState
from occ.providers.simulator.customers import Customer
from occ.users.models import User
from tests.company import PASSWORD, email, sign_in
from tests.live import MODES, Server, until
from tests.providers.forms import sign
from tests.realtime.conftest import House
from tests.realtime.letters import PATH, a_letter, post

MORE_THAN_THE_LIBRARYS_LIMIT = 1_100
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def stored(server: Server, sids: list[str]) -> list[Webhook]:
    with server.database() as database, database.reading() as session:
        return list(session.scalars(select(Webhook).where(Webhook.dedupe.in_(sids))))


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_a_webhook_that_twilio_did_not_sign_is_refused_and_nothing_is_kept(
    house: House, token: str
) -> None:
    form = a_letter(house.simulator.credentials, "Let me in", 1)

    assert post(house.server, form, token) == 403

    assert stored(house.server, [form["MessageSid"]]) == []


def test_a_webhook_without_a_signature_or_with_that_of_another_is_refused(house: House) -> None:
    token, url = house.simulator.credentials.auth_token, house.server.url + PATH
    form = a_letter(house.simulator.credentials, "Pay me", 1)
    signature = sign(token, url, {name: [value] for name, value in form.items()})
    changed = {**form, "Body": "Pay somebody else"}

    for headers, posted in (({}, form), ({"X-Twilio-Signature": signature}, changed)):
        assert requests.post(url, posted, headers=headers, timeout=10).status_code == 403
    assert stored(house.server, [form["MessageSid"]]) == []

    assert post(house.server, form, token) == 204
    assert len(stored(house.server, [form["MessageSid"]])) == 1


def test_a_burst_doubled_and_shuffled_is_each_message_once(house: House) -> None:
    simulator = house.simulator
    simulator.behave(double=True, disorder=True)
    people = [Customer(f"Burst {n}", f"+4860010{n:04d}", bsuid="") for n in range(40)]

    sids = [
        simulator.write(customer, f"{customer.name} says {line}").sid
        for line in range(5)
        for customer in people
    ]
    assert simulator.settle(60)
    simulator.calm()

    until(lambda: {row.state for row in stored(house.server, sids)} == {WebhookState.DONE})
    assert len(stored(house.server, sids)) == 200
    with house.server.database() as database, database.reading() as session:
        found = session.execute(
            select(Conversation.key, Address.phone, func.count(Message.id))
            .join(Message, Message.conversation_id == Conversation.id)
            .join(Address, Address.id == Conversation.address_id)
            .where(Message.provider_sid.in_(sids))
            .group_by(Conversation.key, Address.phone)
        ).all()
    assert sorted(phone for _, phone, _ in found) == sorted(str(who.phone) for who in people)
    assert {count for *_, count in found} == {5}


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process holds the other ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def is_alive(server: Server) -> bool:
    return requests.get(f"{server.url}/health/ready", timeout=10).ok


@pytest.mark.parametrize("house", [MODES["eventlet"]], indirect=True)
def test_a_webhook_is_answered_beside_more_sockets_than_the_library_would_take(
    house: House, many_files: None
) -> None:
    host = urlsplit(house.server.url).netloc
    name, _, port = host.partition(":")
    credentials = house.simulator.credentials

    with ExitStack() as sockets:
        for _ in range(MORE_THAN_THE_LIBRARYS_LIMIT):
            line = sockets.enter_context(socket.create_connection((name, int(port)), 10))
            line.sendall(HANDSHAKE.format(host=host).encode())
            assert line.recv(12) == b"HTTP/1.1 101"

        form = a_letter(credentials, "Is there room for me?", 10)
        assert post(house.server, form, credentials.auth_token) == 204


def test_while_another_process_writes_the_loop_goes_on_and_what_waits_is_done_after(
    house: House,
) -> None:
    credentials = house.simulator.credentials
    form = a_letter(credentials, "Kept in the end", 11)
    other = closing(sqlite3.connect(house.server.home / "occ.db", isolation_level=None))

    with ThreadPoolExecutor() as pool, other as process:
        process.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(post, house.server, form, credentials.auth_token)
        # It waits for five seconds at the most: fewer rounds on a slower machine.
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            assert is_alive(house.server)
        assert not waiting.done()

        process.execute("ROLLBACK")
        assert waiting.result() == 204


def test_a_password_is_checked_beside_the_loop(house: House) -> None:
    """Ben's hash is of a time to come and takes long: others are answered meanwhile."""
    slow = argon2.PasswordHasher(time_cost=20).hash(PASSWORD)
    with house.server.database() as database, database.writing() as session:
        session.execute(update(User).where(User.email == email("ben")).values(password_hash=slow))
    answered = 0

    with ThreadPoolExecutor() as pool:
        signing_in = pool.submit(sign_in, house.server, "ben")
        while not signing_in.done():
            assert is_alive(house.server)
            answered += 1

    # A few are answered while the page of the form is fetched.
    assert answered > 12
    assert signing_in.result().get(f"{house.server.url}/me", timeout=10).ok


def test_a_socket_is_opened_by_pages_of_our_own_origin_and_no_others(house: House) -> None:
    """The public address also behind a proxy that hands on another host."""
    url, inside = house.server.url, "occ.internal:8000"
    evil = "https://evil.example.com"

    def opens(origin: str, **more: str) -> bool:
        headers = {"Origin": origin, **more}
        asked = f"{url}/socket.io/?EIO=4&transport=polling"
        return requests.get(asked, headers=headers, timeout=10).status_code == 200

    assert opens(url)
    assert opens(url, Host=inside)
    assert opens(f"http://{inside}", Host=inside)
    assert not opens(evil)
    assert not opens(evil, **{"X-Forwarded-Host": "evil.example.com", "X-Forwarded-Proto": "https"})
    assert not opens(f"{url}.example.com")
    assert not opens("null")
