"""A whole conversation with the keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.house import House, Team
from tests.journeys.judged import barriers

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")


def test_an_agent_needs_no_mouse(house: House, team: Team, at_desk: SitDown) -> None:
    desk = at_desk(team.names[0])
    press = desk.page.keyboard.press
    house.write(team, MARTA, "Is my order on its way?")
    expect(desk.offer).to_contain_text("Marta Kowalska")

    press("Alt+Enter")
    expect(desk.composer).to_be_focused()
    desk.page.keyboard.type("It left")
    press("Shift+Enter")
    desk.page.keyboard.type("this morning.")
    press("Enter")
    expect(desk.tick("this morning.", "read")).to_be_visible()
    assert house.said(team) == ["It left\nthis morning."]

    house.write(team, LUIGI, "Siete aperti sabato?")
    expect(desk.offer).to_contain_text("Luigi Bianchi")
    desk.page.keyboard.type("And ")
    press("Alt+Enter")
    expect(desk.bubble("Siete aperti sabato?")).to_be_visible()
    press("Alt+ArrowDown")
    expect(desk.composer).to_have_value("And ")
    press("ControlOrMeta+j")
    expect(desk.bubble("Siete aperti sabato?")).to_be_visible()
    expect(desk.composer).to_be_focused()

    press("Escape")
    press("e")
    expect(desk.rows).to_have_count(1)
    # Undo is the first that the palette offers, for as long as it stands open.
    press("ControlOrMeta+k")
    found = desk.page.get_by_role("listbox").get_by_role("option")
    expect(found.first).to_contain_text("Closed: Luigi Bianchi")
    press("Enter")
    expect(desk.rows).to_have_count(2)
    expect(desk.composer).to_be_focused()
    press("Escape")
    press("e")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows).to_contain_text("Marta Kowalska")

    press("Alt+ArrowDown")
    expect(desk.bubble("Is my order on its way?")).to_be_visible()
    press("Escape")
    press("f")
    desk.page.keyboard.type("order")
    expect(desk.page.get_by_text("1 of 1")).to_be_visible()
    press("Escape")
    press("u")
    expect(desk.rows).to_contain_text("new message")
    press("ControlOrMeta+k")
    desk.page.keyboard.type("all k")
    press("Enter")
    expect(desk.page.get_by_role("dialog")).to_contain_text("accept the offer")
    press("Escape")
    press("Alt+ArrowDown")
    desk.composer.fill("Goodbye.")
    press("ControlOrMeta+Shift+Enter")
    expect(desk.rows).to_have_count(0)
    desk.show("Closed")
    expect(desk.rows.first).to_contain_text("Goodbye.")
    press("g")
    press("p")
    expect(desk.page.get_by_role("heading", name="Contacts")).to_be_visible()


def test_enter_begins_a_new_line_for_whom_shift_enter_sends(
    house: House, team: Team, at_desk: SitDown
) -> None:
    desk = at_desk(team.names[0])
    press = desk.page.keyboard.press
    desk.page.goto(f"{house.server.url}/me")
    desk.page.get_by_label("Enter sends").uncheck()
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.page.get_by_text("Saved.")).to_be_visible()
    desk.page.goto(f"{house.server.url}/conversations")
    desk.is_connected()
    house.write(team, MARTA, "Is my order on its way?")
    desk.accept()

    desk.page.keyboard.type("It left")
    press("Enter")
    desk.page.keyboard.type("this morning.")
    press("Shift+Enter")
    expect(desk.tick("this morning.", "read")).to_be_visible()
    assert house.said(team) == ["It left\nthis morning."]
    expect(desk.button("Send")).to_have_attribute("title", "Shift ↵")

    press("ControlOrMeta+/")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Shift ↵↵send, new line")
    press("Escape")
    desk.composer.fill("Goodbye.")
    press("ControlOrMeta+Shift+Enter")
    expect(desk.rows).to_have_count(0)
    desk.show("Closed")
    expect(desk.rows.first).to_contain_text("Goodbye.")


@pytest.mark.parametrize("keys", ["?", "ControlOrMeta+/"])
def test_all_keys_are_shown_by_a_key(house: House, team: Team, at_desk: SitDown, keys: str) -> None:
    desk = at_desk(team.names[0], tolerated="net::ERR_|Failed to load resource")
    desk.page.route("**/console_later.js*", lambda route: route.abort())
    desk.page.reload()
    desk.is_connected()

    desk.page.keyboard.press(keys)
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("This could not be loaded")
    desk.page.unroute("**/console_later.js*")

    # Nobody presses anything: it is tried again by itself.
    expect(dialog).to_contain_text("accept the offer")
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_on_a_phone_the_rest_of_the_rail_unfolds_by_the_keys(house: House, opened: Open) -> None:
    phone = {"viewport": {"width": 375, "height": 720}, "reduced_motion": "reduce"}
    page = signed_in(house, opened, "ada", **phone)
    page.goto(f"{house.server.url}/me")
    more = page.get_by_role("button", name="More pages")
    settings = page.get_by_role("link", name="Settings", exact=True)
    expect(settings).to_be_hidden()

    more.focus()
    page.keyboard.press("Enter")
    expect(settings).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Tab")
    expect(page.locator("#rail-more a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(settings).to_be_hidden()
    expect(more).to_be_focused()
