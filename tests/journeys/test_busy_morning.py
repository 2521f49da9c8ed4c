"""An agent's morning: three chats at once, one who waits, a colleague, a line that is lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import update

from occ.providers.simulator.customers import Customer
from occ.users.models import User
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.tongue import ENGLISH

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")
REZA = Customer("رضا احمدی", "+989123456780")
NINA = Customer("Nina Petit", "+33612345678")
SEATS = "%(taken)s of %(most)s conversations"
CUT = "WebSocket|net::ERR_|Failed to load resource"


def test_an_agents_busy_morning(house: House, team: Team, at_desk: SitDown) -> None:
    ana_name, ben_name = (name.title() for name in team.names)
    house.let_time_pass(update(User).where(User.name == ana_name).values(max_interactions=3))
    ana = at_desk(team.names[0], tolerated=CUT)
    keep_reply(ana.page, f"way{team.place}", "Dear {first_name}, it left this morning.")
    ana.is_connected()
    press = ana.page.keyboard.press

    for customer, words in (
        (MARTA, "Is my order on its way?"),
        (LUIGI, "Siete aperti sabato?"),
        (REZA, "سفارش من کجاست؟"),
    ):
        house.write(team, customer, words)
        expect(ana.offer).to_contain_text(customer.name)
        press("Alt+Enter")
        expect(ana.bubble(words)).to_be_visible()
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="3", most="3"))
    house.write(team, NINA, "Bonjour ?")
    expect(ana.page.get_by_text("Queue 1")).to_be_visible()
    expect(ana.offer).to_have_count(0)

    press("ControlOrMeta+j")
    expect(ana.bubble("Is my order on its way?")).to_be_visible()
    expect(ana.composer).to_be_focused()
    ana.page.keyboard.type(f"/way{team.place}")
    replies = ana.page.get_by_role("listbox", name="Replies")
    expect(replies.get_by_role("option")).to_contain_text("Dear Marta")
    press("Enter")
    expect(ana.composer).to_have_value("Dear Marta, it left this morning.")
    press("Enter")
    expect(ana.tick("Dear Marta", "read")).to_be_visible()

    ben = at_desk(team.names[1])
    expect(ben.offer).to_contain_text("Nina Petit")
    ben.accept()
    expect(ben.bubble("Bonjour ?")).to_be_visible()
    give_to_a_colleague(ana, ben_name, "Luigi wants the Bologna shop.")
    expect(ben.offer).to_contain_text("Luigi Bianchi")
    expect(ben.offer).to_contain_text(f"Handed over by {ana_name}.")
    ben.accept()
    expect(ben.thread).to_contain_text("Luigi wants the Bologna shop.")
    ben.send("Sì, dalle 9 alle 13.")
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="2", most="3"))
    ana.rows.filter(has_text=REZA.name).get_by_role("link").click()
    ana.page.context.set_offline(True)
    expect(ana.page.get_by_text(ENGLISH("Connection lost %(age)s ago."))).to_be_visible()
    house.write(team, REZA, "عجله دارم")
    ana.send("امروز می‌رسد.")
    expect(ana.tick("امروز می‌رسد.", "waiting to be sent")).to_be_visible()
    ana.composer.fill("And it weighs")
    ana.page.context.set_offline(False)
    # It stands there for six seconds.
    expect(ana.page.get_by_text("Reconnected")).to_be_visible()
    expect(ana.bubble("عجله دارم")).to_be_visible()
    expect(ana.tick("امروز می‌رسد.", "read")).to_be_visible()
    expect(ana.composer).to_have_value("And it weighs")

    ana.rows.filter(has_text="Marta Kowalska").get_by_role("link").click()
    expect(ana.bubble("Is my order on its way?")).to_be_visible()
    press("Escape")
    press("e")
    expect(ana.rows.filter(has_text="Marta Kowalska")).to_have_count(0)

    assert sorted(house.said(team)) == sorted(
        ["Dear Marta, it left this morning.", "Sì, dalle 9 alle 13.", "امروز می‌رسد."]
    )


def keep_reply(page: Page, shortcut: str, body: str) -> None:
    """A canned reply of one's own, and back to the desk."""
    desk = page.url
    page.goto(page.url.replace("/conversations", "/replies"))
    page.get_by_label("Shortcut").fill(shortcut)
    page.get_by_label("Text").fill(body)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=f"/{shortcut}")).to_be_visible()
    page.goto(desk)


def give_to_a_colleague(desk: Desk, name: str, note: str) -> None:
    desk.rows.filter(has_text="Luigi Bianchi").get_by_role("link").click()
    expect(desk.bubble("Siete aperti sabato?")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("h")
    desk.page.get_by_label("Note for the next").fill(note)
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type(name.lower())
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("button", name=name)).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.rows.filter(has_text="Luigi Bianchi")).to_have_count(0)
