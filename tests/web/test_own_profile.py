"""What a user chooses for themselves."""

from __future__ import annotations

import json
import re

from tests.web.browser import Browser


def boot(agent: Browser) -> dict[str, object]:
    page = agent.get("/conversations").text
    found = re.search(r'id="boot">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_single_letters_are_keys_until_a_user_switches_them_off(agent: Browser) -> None:
    own = {"name": "Ana", "language": "en"}
    assert boot(agent)["single_keys"] is True
    assert " checked" in agent.get("/me").text

    agent.post("/me", own)
    assert boot(agent)["single_keys"] is False

    agent.post("/me", {**own, "single_keys": "on"})
    assert boot(agent)["single_keys"] is True
