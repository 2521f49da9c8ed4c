"""Nothing that waits or computes stops the loop: whatever is under way, others are answered."""

from __future__ import annotations

import resource
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import argon2
import pytest
import requests
from sqlalchemy import update

from occ.users.models import User
from tests.company import PASSWORD, email, sign_in
from tests.live import Server
from tests.realtime.conftest import House
from tests.realtime.letters import a_letter, post

MORE_THAN_THE_LIBRARYS_LIMIT = 1_100
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process holds the other ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def is_alive(server: Server) -> bool:
    return requests.get(f"{server.url}/health/ready", timeout=10).ok


@pytest.mark.parametrize("house", ["eventlet"], indirect=True)
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
        for _ in range(40):
            assert is_alive(house.server)
            threading.Event().wait(0.05)
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
