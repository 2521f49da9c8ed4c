"""What a user chooses for themselves."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.web.browser import Browser

OWN = {"name": "Ana", "language": "en", "theme": "system", "offer_times": "1"}


def boot(agent: Browser) -> dict[str, Any]:
    page = agent.get("/conversations").text
    found = re.search(r'id="boot">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_single_letters_are_keys_until_a_user_switches_them_off(agent: Browser) -> None:
    assert boot(agent)["single_keys"] is True
    assert " checked" in agent.get("/me").text

    agent.post("/me", OWN)
    assert boot(agent)["single_keys"] is False

    agent.post("/me", {**OWN, "single_keys": "on"})
    assert boot(agent)["single_keys"] is True


def test_dark_light_and_closer_rows_are_there_with_the_page_itself(agent: Browser) -> None:
    for path in ("/me", "/conversations"):
        assert '<html lang="en" dir="ltr" data-theme="system">' in agent.get(path).text

    agent.post("/me", {**OWN, "theme": "dark", "dense": "on"})

    for path in ("/me", "/conversations"):
        html = '<html lang="en" dir="ltr" data-theme="dark" data-density="dense">'
        assert html in agent.get(path).text


def test_a_choice_that_is_not_there_is_refused_and_what_was_typed_stays(agent: Browser) -> None:
    for wrong in ({"theme": "sepia"}, {"offer_times": "9"}):
        page = agent.post("/me", {**OWN, "name": "Ana Bella", **wrong})
        assert page.status_code == 422
        assert 'value="Ana Bella"' in page.text
    assert 'value="Ana"' in agent.get("/me").text


def test_notices_show_what_customers_write_only_where_the_user_allows_it(agent: Browser) -> None:
    assert boot(agent)["me"]["notice_words"] is False

    agent.post("/me", {**OWN, "notice_words": "on"})
    assert boot(agent)["me"]["notice_words"] is True
    assert agent.get("/me").text.count(" checked") == 1

    agent.post("/me", OWN)
    assert boot(agent)["me"]["notice_words"] is False


def test_enter_sends_until_a_user_has_it_the_other_way_round(agent: Browser) -> None:
    assert boot(agent)["me"]["enter_sends"] is True

    agent.post("/me", OWN)
    assert boot(agent)["me"]["enter_sends"] is False

    agent.post("/me", {**OWN, "enter_sends": "on"})
    assert boot(agent)["me"]["enter_sends"] is True
