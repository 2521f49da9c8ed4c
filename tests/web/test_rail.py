"""The rail: each place opens, and what a phone's bar is too short for is folded behind More."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import Browser

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
_RAIL = re.compile(r'<nav [^>]*class="rail.*?</nav>', re.DOTALL)


def test_every_place_opens_to_those_who_see_it(
    agent: Browser, supervisor: Browser, administrator: Browser
) -> None:
    for somebody in (agent, supervisor, administrator):
        rail = _RAIL.search(somebody.get("/me").text)
        assert rail
        places = set(re.findall(r'href="(/[^"]+)"', rail[0]))
        answers = {place: somebody.get(place) for place in places}

        assert {"/conversations", "/me"} <= places
        assert {answer.status_code for answer in answers.values()} == {200}
        # The console writes its own.
        titles = {place: answer.text.count("<h1") for place, answer in answers.items()}
        assert titles == {place: int(place != "/conversations") for place in places}


def test_four_places_stay_at_hand_and_the_rest_is_behind_more(administrator: Browser) -> None:
    page = administrator.get("/settings/company").text

    bar, _, folded = page[page.index("<nav") : page.index("</nav>")].partition("popovertarget")

    assert re.findall(r'href="(/[^"]+)"', bar.partition("rail-links")[2]) == [
        "/start",
        "/conversations",
        "/live",
        "/contacts",
    ]
    assert 'aria-current="true"' in folded and "popover" in folded
    assert 'href="/settings/company"' in folded and 'href="/me"' in folded


def test_where_all_fits_nothing_is_folded(agent: Browser) -> None:
    page = agent.get("/me").text

    assert "popover" not in page
    assert 'href="/conversations"' in page and "data-sign-out" in page
