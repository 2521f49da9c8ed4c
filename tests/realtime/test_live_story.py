"""One message through the real edges and back: Twilio's webhook, an agent's socket, Twilio again."""

from __future__ import annotations

import pytest

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.company import company, console
from tests.live import Server

MARTA = Customer("Marta", "+48500100200")


@pytest.fixture
def open_for_business(server: Server, simulator: Simulator) -> Server:
    account = simulator.credentials
    server.apply(company(account.account_sid, account.auth_token))
    return server


def test_a_customers_message_reaches_an_agent_and_the_answer_the_customer(  # A7, A8
    open_for_business: Server, simulator: Simulator
) -> None:
    with console(open_for_business, "ana") as ana:
        ana.ask("snapshot")

        simulator.write(MARTA, "Is my order on its way?")

        heard = ana.hear("message_added")
        assert heard["message"]["body"] == "Is my order on its way?"

        offered = ana.ask("snapshot")["conversations"]
        assert [row["state"] for row in offered] == ["offered"]
        ana.ask("accept", interaction=offered[0]["interaction"])
        said = ana.ask("reply", conversation=heard["conversation"], client_id="1", body="It is!")
        key = said["messages"][0]["key"]
        ana.ask("reply", conversation=heard["conversation"], client_id="1", body="It is!")

        ticks = []
        while "read" not in ticks:
            message = ana.hear("message_changed")["message"]
            assert message["key"] == key
            ticks.append(message["status"])
        assert [row.body for row in simulator.exchange.messages if not row.is_inbound] == ["It is!"]
