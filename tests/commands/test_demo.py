"""`occ demo`: within a minute of cloning a customer has written, been answered, and read it."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from occ import demo
from occ.core.db import Database
from occ.core.run import Runner
from occ.demo import PASSWORD, PEOPLE
from occ.flows import change_profile, set_up
from occ.flows.change_profile import ProfileChange
from occ.messaging.ports import Credentials
from occ.providers.simulator.account import Account
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users import accounts
from occ.users.models import User
from tests.builders import NOW
from tests.company import console, sign_in
from tests.live import Start, until


def _is_ours(told: dict[str, Any]) -> bool:
    return bool(told["message"]["direction"] == "out")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_a_visitor_sets_is_kept_at_the_next_start(db: Database, run: Runner) -> None:
    known = Account()
    credentials = Credentials(known.sid, known.auth_token)
    demo.furnish(db, credentials, "a-token-of-smsapi")
    with run.reading() as session:
        anna = accounts.by_email(session, "anna@example.com")
        assert anna is not None and anna.max_interactions == 3
        twilio = store.load(session, TwilioSettings)
    run(change_profile.change, None, [anna.key], ProfileChange(max_interactions=9), NOW)
    run(set_up.save, None, dataclasses.replace(twilio, whatsapp=False), NOW)

    demo.furnish(db, credentials, "a-token-of-smsapi")

    with run.reading() as session:
        assert session.get_one(User, anna.id).max_interactions == 9
        assert store.load(session, TwilioSettings).whatsapp is False


@pytest.mark.live
def test_the_demo_says_what_to_try_and_its_first_customer_is_answered(start: Start) -> None:
    server = start("demo")

    until(lambda: "Ctrl C" in server.log.read_text())
    said = server.log.read_text()
    for _, email, role in PEOPLE:
        assert email in said and role in said
    assert PASSWORD in said
    assert f"{server.url}/w/website" in said

    with console(server, "anna", PASSWORD) as anna:
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
        address = f"{server.url}/media/{sent['media'][0]['key']}"
        until(lambda: anna.browser.get(address, timeout=10).content[:4] == b"\x89PNG")

        ticks = []
        while "read" not in ticks:
            told = anna.hear("message_changed", _is_ours)["message"]
            ticks.append(told["status"])
        assert list(dict.fromkeys(ticks)) == ["sending", "sent", "delivered", "read"]

    with sign_in(server, "admin", PASSWORD) as admin:
        listed = admin.get(f"{server.url}/services", timeout=10).text
        [key] = set(re.findall(r"/services/(svc_\w+)", listed)) - {"svc_none"}
        checked = admin.get(f"{server.url}/services/{key}/check", timeout=10).text
    assert "Its webhook points here, by POST." in checked
    assert "check-bad" not in checked
