"""`occ demo`: within a minute of cloning a customer has written, been answered, and read it."""

from __future__ import annotations

import pytest

from occ.demo import PASSWORD, PEOPLE
from tests.company import console
from tests.live import Start, until


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

        ticks = []
        while "read" not in ticks:
            told = anna.hear("message_changed")["message"]
            ticks.append(told["status"])
        assert list(dict.fromkeys(ticks)) == ["sending", "sent", "delivered", "read"]
