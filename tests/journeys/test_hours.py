"""A service closes: customers are told until when, and agents see why somebody waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.house import House, Team
from tests.journeys.judged import barriers
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue

MARTA = Customer("Marta Kowalska", "+48500100299")


@pytest.mark.parametrize("say", [ENGLISH, PERSIAN], ids=["en", "fa"])
def test_out_of_hours_a_customer_hears_when_it_opens_and_an_agent_may_take_them(
    house: House, team: Team, opened: Open, at_desk: SitDown, say: Tongue
) -> None:
    ana = at_desk(team.names[0])
    ada = signed_in(house, opened, "ada", say, reduced_motion="reduce")
    ada.goto(f"{house.server.url}/services")
    ada.get_by_role("link", name=team.service, exact=True).click()
    ada.get_by_role("link", name=say("Opening hours"), exact=True).click()
    service = ada.url.removesuffix("/hours")

    ada.get_by_label(say("Open only at the hours below")).check()
    for field in ada.locator("input[dir=ltr]").all():
        field.fill("")
    soon = datetime.now(UTC).date() + timedelta(days=2)
    ada.locator("#on_0").fill(soon.isoformat())
    ada.locator("#spans_0").fill("9:00-17:00")
    ada.locator("#spans_0").press("Enter")
    expect(ada.locator(".banner", has=ada.locator("time"))).to_be_visible()
    assert barriers(ada) == []

    ada.goto(f"{service}/texts")
    ada.locator("#out_of_hours_on").check()
    ada.get_by_role("button", name=say("Save"), exact=True).click()
    expect(ada.get_by_text(say("Saved."))).to_be_visible()
    assert barriers(ada) == []

    house.write(team, MARTA, "Jesteście?")

    row = ana.page.get_by_role("listitem").filter(has_text="Marta Kowalska")
    ana.show("Waiting")
    expect(row).to_contain_text("Closed until")
    row.get_by_role("button", name=ENGLISH("Take")).click()
    expect(ana.thread).to_contain_text(ENGLISH("Automatic text"))
    _until(lambda: len(house.said(team)) == 1)
    [told] = house.said(team)
    assert told.startswith(f"Dzień dobry Marta Kowalska, {team.service} jest teraz nieczynne.")
    assert "09:00" in told


def _until(fits: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline
        time.sleep(0.05)
