"""The console in the states an agent meets: open to everybody's eyes and fingers, in each width."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.judged import judge
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue, told_in

MARTA = Customer("Marta Kowalska", "+48500100200")
LONG = Customer("Wolfeschlegelsteinhausenbergerdorff" * 2, "+48500100201")
REZA = Customer("رضا احمدی", "+989123456780")
HIDDEN = Customer("", bsuid="FR.8Hb2cVq0kZr41xT")
WORDS = "https://example.com/" + "a-very-long-address-" * 12

both_ways = told_in(ENGLISH, PERSIAN)


@pytest.fixture
def busy(house: House, team: Team, at_desk: SitDown, say: Tongue) -> Desk:
    """One conversation open with every kind of bubble, one offered, two waiting."""
    name = team.names[0]
    desk = at_desk(name, say, locale=say.code, reduced_motion="reduce")
    house.write(team, LONG, WORDS)
    desk.accept()
    for kind in ("image", "location", "contacts", "audio"):
        house.write(team, LONG, kind=kind)
    desk.send(WORDS)
    expect(desk.tick(WORDS, "read")).to_be_visible()
    house.simulator.behave(fail=30003, fail_when="later", times=1)
    desk.send("Goodbye")
    expect(desk.tick("Goodbye", "not delivered")).to_be_visible()
    for customer in (MARTA, REZA, HIDDEN):
        house.write(team, customer, "سلام, hello")
    expect(desk.offer).to_have_count(1)
    desk.show("Waiting")
    expect(desk.rows).to_have_count(2)
    return desk


@both_ways
def test_the_console_bars_nobody_and_nothing_sticks_out(busy: Desk, say: Tongue) -> None:
    page, found = busy.page, []
    found += judged(busy, "waiting and thread")

    busy.show("Mine")
    busy.button("Hand over").click()
    expect(page.get_by_text(say("none free")).first).to_be_visible()
    found += judged(busy, "handing over")
    page.keyboard.press("Escape")

    busy.offer.get_by_role("button", name=say("Why?")).click()
    found += judged(busy, "why")
    page.keyboard.press("Escape")

    busy.seats.click()
    found += judged(busy, "presence")
    page.keyboard.press("Escape")

    busy.composer.fill(WORDS)
    busy.button("Close").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += judged(busy, "closing with a draft")
    page.keyboard.press("Escape")

    busy.button("Keys").click()
    found += judged(busy, "keys")
    page.keyboard.press("Escape")

    page.goto(page.url.rpartition("/")[0])
    busy.is_connected()
    found += judged(busy, "nothing open")

    assert found == []


@told_in(PERSIAN)
def test_a_supervisors_console_shows_all_its_lists(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    desk = at_desk("sofia", say, locale=say.code, reduced_motion="reduce")
    house.write(team, MARTA, "Is anybody there?")
    desk.show("Waiting")
    expect(desk.rows.filter(has_text=f"{team.service}")).to_have_count(1)

    desk.show("Colleagues")

    assert judged(desk, "colleagues") == []


def judged(desk: Desk, where: str) -> list[str]:
    return [f"{where}: {line}" for line in judge(desk.page, desk.say)]
