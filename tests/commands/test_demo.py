"""`occ demo`: within a minute of cloning a customer has written, been answered, and read it."""

from __future__ import annotations

from typing import Any

import pytest

from occ.demo import PASSWORD, PEOPLE
from tests.company import console
from tests.live import Start, until


def _is_ours(told: dict[str, Any]) -> bool:
    return bool(told["message"]["direction"] == "out")


@pytest.mark.live
def test_the_demo_says_what_to_try_and_its_first_customer_is_answered(start: Start) -> None:
    demo = start("demo")

    until(lambda: "Ctrl C" in demo.log.read_text())
    said = demo.log.read_text()
    for _, email, role in PEOPLE:
        assert email in said and role in said
    assert PASSWORD in said
    assert f"{demo.url}/w/website" in said

    with console(demo, "anna", PASSWORD) as anna:
        anna.ask("snapshot")
        offered = anna.hear(
            "conversation_changed", lambda told: told["conversation"]["offer"], seconds=30
        )
        [row] = anna.ask("snapshot")["conversations"]
        assert row["key"] == offered["conversation"]["key"]
        assert row["contact"]["name"] == "Marta Kowalska"
        assert "FV-2231" in row["last"]["body"]

        anna.ask("accept", interaction=row["interaction"])
        anna.ask("reply", conversation=row["key"], client_id="1", body="Już sprawdzam.")

        # What a newcomer sees is more than text: the picture comes by itself.
        [sent] = anna.ask("open", conversation=row["key"])["messages"][:1]
        assert sent["media"][0]["shape"] == "image"
        address = f"{demo.url}/media/{sent['media'][0]['key']}"
        until(lambda: anna.browser.get(address, timeout=10).content[:4] == b"\x89PNG")

        ticks = []
        while "read" not in ticks:
            told = anna.hear("message_changed", _is_ours)["message"]
            ticks.append(told["status"])
        assert list(dict.fromkeys(ticks)) == ["sending", "sent", "delivered", "read"]
