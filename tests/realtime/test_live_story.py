"""One message through the real edges and back: webhook, an agent's socket, the provider again."""

from __future__ import annotations

from typing import Any

import pytest

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.company import console, furnish
from tests.live import Server

MARTA = Customer("Marta", "+48500100200")


@pytest.fixture
def open_for_business(server: Server, simulator: Simulator) -> Server:
    furnish(server, simulator)
    return server


def test_a_customers_message_reaches_an_agent_and_the_answer_the_customer(  # A7, A8
    open_for_business: Server, simulator: Simulator
) -> None:
    with console(open_for_business, "ana") as ana:
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
