"""What happened to a conversation stands between its messages, for whoever reads it later."""

from __future__ import annotations

from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.house import House, Team

PHONE, HIDDEN = "+48500100271", "PL.5550001112223334"
BY_NUMBER, BY_ID = Customer("Zofia", PHONE, ""), Customer("Zofia", None, HIDDEN)
SHOWN = Customer("Zofia", PHONE, HIDDEN)


def test_a_customer_who_shows_her_number_has_one_conversation_and_it_tells_its_history(
    house: House, team: Team, at_desk: SitDown
) -> None:
    ana = at_desk(team.names[0])
    name = team.names[0].title()
    house.write(team, BY_NUMBER, "Is my order on its way?")
    ana.accept()
    ana.send("Which one?")
    house.write(team, BY_ID, "The blue lamp")
    ana.accept()
    expect(ana.rows).to_have_count(2)

    house.write(team, SHOWN, "It is me again")

    expect(ana.rows).to_have_count(1)
    ana.rows.get_by_role("link").click()
    for words in ("Is my order on its way?", "Which one?", "The blue lamp", "It is me again"):
        expect(ana.bubble(words)).to_be_visible()
    expect(ana.thread).to_contain_text("Joined with another conversation of this customer")

    colleague = team.names[1].title()
    ben = at_desk(team.names[1])
    ana.button("Hand over").click()
    ana.page.get_by_role("button", name=colleague).click()
    expect(ana.rows).to_have_count(0)
    ben.accept()
    expect(ben.thread).to_contain_text(f"Accepted by {name}")
    expect(ben.thread).to_contain_text(f"{name} handed this over to {colleague}")
    expect(ben.bubble("The blue lamp")).to_be_visible()
    expect(ben.page.get_by_text("Handed over on")).to_be_visible()
    expect(ben.page.get_by_text("Accepted on")).to_have_count(0)
