"""One message through the real edges and back: webhook, an agent's socket, the provider again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from sqlalchemy import text

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.company import console, furnish
from tests.live import Server, Start

WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
    "WHERE NOT granted AND datname = current_database()"
)
MARTA = Customer("Marta", "+48500100200")


@pytest.fixture
def open_for_business(server: Server, simulator: Simulator) -> Server:
    furnish(server, simulator)
    return server


def test_a_customers_message_reaches_an_agent_and_the_answer_the_customer(  # A7, A8
    open_for_business: Server, simulator: Simulator
) -> None:
    it_goes_there_and_back(open_for_business, simulator)


@pytest.mark.live
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_by_gevent_it_does_so_too_and_postgresql_holds_up_nobody_else(
    start: Start, simulator: Simulator, dialect: str, bare_database_url: str
) -> None:
    server = start(mode="gevent", OCC_DATABASE_URL=bare_database_url)
    furnish(server, simulator)

    it_goes_there_and_back(server, simulator)
    if dialect == "postgresql":
        others_go_on_while_the_database_lets_one_wait(server)


def others_go_on_while_the_database_lets_one_wait(server: Server) -> None:
    def get(path: str) -> int:
        return requests.get(server.url + path, timeout=20).status_code

    with server.database() as database, ThreadPoolExecutor() as pool:
        with database.writing() as session:
            session.execute(text("LOCK TABLE users IN ACCESS EXCLUSIVE MODE"))
            waits = pool.submit(get, "/sign-in")
            while not waits.done() and not session.scalar(WAITING):
                time.sleep(0.02)
            assert get("/health/live") == 200
            assert not waits.done()
        assert waits.result() == 200


def it_goes_there_and_back(server: Server, simulator: Simulator) -> None:
    with console(server, "ana") as ana:
        ana.ask("snapshot")

        simulator.write(MARTA, "Is my order on its way?")

        heard = ana.hear("message_added")
        assert heard["message"]["body"] == "Is my order on its way?"
        key = heard["conversation"]
        offered = ana.hear("conversation_changed", lambda told: state(told) == "offered")

        ana.ask("accept", interaction=offered["conversation"]["interaction"])
        said = ana.ask("reply", conversation=key, client_id="1", body="It is!")["messages"]
        again = ana.ask("reply", conversation=key, client_id="1", body="It is!")["messages"]
        assert [message["key"] for message in again] == [message["key"] for message in said]

        ana.hear("message_changed", lambda told: told["message"]["status"] == "read")
        assert [row.body for row in simulator.exchange.messages if not row.is_inbound] == ["It is!"]
        assert ana.ask("close", conversation=key)["conversation"]["state"] == "closed"


def state(told: dict[str, Any]) -> str:
    return str(told["conversation"]["state"])
