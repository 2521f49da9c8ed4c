"""A laptop that the world can't reach: what customers write comes by polling, and the ticks too."""

from __future__ import annotations

import tomllib

import pytest

from occ import applying
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.company import company, console
from tests.live import Start

MARTA = Customer("Marta", "+48500100200")


@pytest.mark.live
def test_without_a_public_address_a_message_comes_and_its_answer_is_seen_read(
    start: Start, simulator: Simulator
) -> None:
    """In one mode alone: it waits for two turns of the lists, and nothing in it is of a mode."""
    server = start()
    simulator.behave(drop=True, drop_callbacks=True)
    account = simulator.credentials
    document = tomllib.loads(company(account.account_sid, account.auth_token))
    document["twilio"]["receive"] = "polling"
    with server.database() as database:
        applying.apply(database, document)

    with console(server, "ana") as ana:
        ana.ask("snapshot")
        simulator.write(MARTA, "Can you hear me?")

        heard = ana.hear("message_added", seconds=20)
        assert heard["message"]["body"] == "Can you hear me?"
        key = heard["conversation"]
        row = ana.hear("conversation_changed", lambda told: told["conversation"]["interaction"])
        ana.ask("accept", interaction=row["conversation"]["interaction"])
        ana.ask("reply", conversation=key, client_id="1", body="Loud and clear.")

        ana.hear("message_changed", lambda told: told["message"]["status"] == "read", seconds=30)
    assert [row.status_callback for row in simulator.exchange.messages] == [None, None]
