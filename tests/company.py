"""A small company in the file `occ apply` reads, and its people at their screens."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
import socketio

from occ import applying
from occ.providers.simulator.server import Simulator
from tests.live import Server

NUMBER = "+390612345678"
PASSWORD = "correct horse battery staple"
AGENT, SUPERVISOR, ADMINISTRATOR = "agent", "supervisor", "administrator"
PEOPLE = {"ana": AGENT, "ben": AGENT, "sofia": SUPERVISOR, "ada": ADMINISTRATOR}


def company(account_sid: str, auth_token: str, *, seats: int = 3, password: str = PASSWORD) -> str:
    """Ana and Ben serve Sales, Sofia supervises, Ada administers.

    Each password is a hash that is slow by design: "" where nobody signs in.
    """
    users = "".join(
        f"""
[[users]]
name = "{name.title()}"
email = "{email(name)}"
password = "{password}"
role = "{role}"
channels = {["chat", "whatsapp"] if role == AGENT else []}
max_interactions = {seats}
"""
        for name, role in PEOPLE.items()
    )
    return f"""
[twilio]
account_sid = "{account_sid}"
auth_token = "{auth_token}"
whatsapp = true
{users}
[[services]]
name = "Sales"
whatsapp_number = "{NUMBER}"

[[widgets]]
name = "Website"
key = "website"
whatsapp_services = ["Sales"]
"""


def furnish(server: Server, simulator: Simulator, *, seats: int = 3) -> None:
    """Set the company up as `occ apply` does, without the start of a process."""
    account = simulator.credentials
    document = tomllib.loads(company(account.account_sid, account.auth_token, seats=seats))
    with server.database() as database:
        applying.apply(database, document)


def email(name: str) -> str:
    return f"{name}@example.com"


def sign_in(server: Server, name: str, password: str = PASSWORD) -> requests.Session:
    """The browser of somebody who has just signed in."""
    browser = requests.Session()
    page = browser.get(f"{server.url}/sign-in", timeout=30).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    form = {"email": email(name), "password": password}
    if token:
        form["csrf_token"] = token[1]
    answer = browser.post(f"{server.url}/sign-in", data=form, timeout=30)
    assert answer.ok and not answer.url.endswith("/sign-in"), answer.text[:500]
    return browser


class Console:
    """What an agent's page holds of the socket: it asks, and keeps what it is told."""

    def __init__(self, server: Server, browser: requests.Session) -> None:
        self.browser = browser
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.client = socketio.SimpleClient(http_session=browser, reconnection=False)
        self.client.connect(server.url, namespace="/agents", transports=["websocket"])
        self._line = self.client.client.eio.ws

    def leave(self) -> None:
        """Also where the line was lost: the client forgets one that was reset without closing it,
        and the warning would meet whatever test runs when the garbage is collected.
        """
        self.client.disconnect()
        self._line.shutdown()

    def ask(self, what: str, **how: Any) -> dict[str, Any]:
        """The acknowledgement; it must say ok."""
        answer: dict[str, Any] = self.client.call(what, how, timeout=30)
        assert answer.get("ok"), f"{what} {how}: {answer}"
        return answer

    def refused(self, what: str, **how: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.call(what, how, timeout=30)
        assert answer.get("ok") is False, f"{what} {how}: {answer}"
        return answer

    def hear(
        self,
        name: str,
        fits: Callable[[dict[str, Any]], bool] = lambda payload: True,
        seconds: float = 45,
    ) -> dict[str, Any]:
        """The next event of that name that `fits`; those on the way to it stay in `events`."""
        deadline = time.monotonic() + seconds
        while True:
            told, payload = self.client.receive(timeout=deadline - time.monotonic())
            self.events.append((told, payload))
            if told == name and fits(payload):
                return dict(payload)


@contextmanager
def console(server: Server, name: str, password: str = PASSWORD) -> Iterator[Console]:
    with sign_in(server, name, password) as browser:
        page = Console(server, browser)
        try:
            yield page
        finally:
            page.leave()
