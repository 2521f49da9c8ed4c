"""Several web processes and processes of jobs, on one PostgreSQL and one Redis."""

from __future__ import annotations

import re

import pytest
import requests
from sqlalchemy import select

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.users.models import User
from tests.company import console, email, furnish, sign_in
from tests.live import Server, Start, until

MARTA = Customer("Marta", "+48500100200")
modes = pytest.mark.parametrize("mode", ["eventlet", "threading"])


def key_of(server: Server, name: str) -> str:
    with server.database() as database, database.reading() as session:
        return session.scalars(select(User.key).where(User.email == email(name))).one()


def submit(server: Server, browser: requests.Session, page: str, action: str) -> None:
    """Press a button of a page that needs nothing but its token."""
    shown = browser.get(server.url + page, timeout=20).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert token, shown[:500]
    form = {"csrf_token": token[1]}
    headers = {"Referer": server.url + page}
    answer = browser.post(server.url + action, data=form, headers=headers, timeout=20)
    assert answer.ok, answer.text[:500]


@pytest.mark.live
@modes
@pytest.mark.parametrize("dialect", ["postgresql"])
def test_what_happens_at_one_process_is_seen_at_every_other(  # A7, A8
    start: Start, simulator: Simulator, bare_database_url: str, redis_url: str, mode: str
) -> None:
    shared = {"mode": mode, "OCC_DATABASE_URL": bare_database_url, "OCC_REDIS_URL": redis_url}
    one = start("serve", "--no-jobs", **shared)
    shared["OCC_PUBLIC_URL"] = one.url
    other = start("serve", "--no-jobs", **shared)
    start("jobs", **shared)
    simulator.point_at(f"{one.url}/webhooks/twilio/messages")
    furnish(one, simulator)

    with console(other, "ana") as ana:
        ana.ask("snapshot")
        simulator.write(MARTA, "Is my order on its way?")

        told = ana.hear("message_added")
        assert told["message"]["body"] == "Is my order on its way?"
        offered = ana.hear("conversation_changed", lambda row: row["conversation"]["offer"])
        ana.ask("accept", interaction=offered["conversation"]["interaction"])
        said = [f"Line {number}" for number in range(6)]
        for number, body in enumerate(said):
            answer = {"client_id": str(number), "body": body}
            ana.ask("reply", conversation=told["conversation"], **answer)
        for body in said:
            ana.hear("message_changed", lambda row, body=body: is_read(row, body))

        assert [row.body for row in simulator.exchange.messages if not row.is_inbound] == said

        with sign_in(one, "ada") as ada:
            key = key_of(one, "ana")
            submit(one, ada, f"/users/{key}", f"/users/{key}/disable")
        until(lambda: not ana.client.client.connected)


def is_read(told: dict[str, object], body: str) -> bool:
    message = told["message"]
    assert isinstance(message, dict)
    return bool(message["body"] == body and message["status"] == "read")
