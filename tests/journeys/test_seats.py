"""Who is given a conversation, and who is not."""

from __future__ import annotations

from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.tongue import ENGLISH

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")
REZA = Customer("Reza Ahmadi", "+989123456789")
SEATS = "%(taken)s of %(most)s conversations"


def test_a_full_team_lets_the_next_wait_until_a_seat_frees(  # A3 A8
    house: House, team: Team, opened: Open, at_desk: SitDown
) -> None:
    ada = signed_in(house, opened, "ada")
    ada.goto(f"{house.server.url}/users?q={team.place:02d}@example.com")
    for name in team.names:
        ada.get_by_role("checkbox", name=f"Choose {name.title()}", exact=True).check()
    ada.get_by_role("textbox", name="Max interactions").fill("1")
    ada.get_by_role("button", name="Apply to the chosen users").click()
    expect(ada.get_by_role("status")).to_contain_text(f"{team.names[0].title()} Max interactions")

    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    ben = at_desk(team.names[1])
    house.write(team, LUIGI, "Siete aperti sabato?")
    ben.accept()
    house.write(team, REZA, "سلام")

    for desk in (ana, ben):
        expect(desk.seats).to_have_accessible_name(ENGLISH(SEATS, taken="1", most="1"))
        desk.show("Waiting")
        expect(desk.rows).to_have_count(1)
        expect(desk.rows).to_contain_text("Reza Ahmadi")
        expect(desk.rows.get_by_role("button", name="Take")).to_be_disabled()
        expect(desk.offer).to_have_count(0)
    ana.button("Close").click()

    expect(ana.offer).to_contain_text("Reza Ahmadi")
    expect(ben.offer).to_have_count(0)
    expect(ben.page.get_by_text("Nobody waits.")).to_be_visible()


def test_who_declines_passes_it_on(house: House, team: Team, at_desk: SitDown) -> None:
    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    expect(ana.offer).to_contain_text("Marta Kowalska")
    ben = at_desk(team.names[1])
    expect(ben.offer).to_have_count(0)

    ana.offer.get_by_role("button", name="Decline").click()

    expect(ben.offer).to_contain_text("Marta Kowalska")
    expect(ana.offer).to_have_count(0)
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="0"))
    expect(ben.seats).to_have_accessible_name(ENGLISH(SEATS, taken="1"))


def test_two_tabs_are_one_presence_and_one_count_of_seats(
    house: House, team: Team, at_desk: SitDown
) -> None:
    first = at_desk(team.names[0])
    page = first.page.context.new_page()
    page.goto(first.page.url)
    second = Desk(page, ENGLISH)
    second.is_connected()
    house.write(team, MARTA, "Is my order on its way?")
    expect(second.offer).to_have_count(1)

    first.accept()

    expect(second.rows).to_contain_text("Marta Kowalska")
    expect(second.offer).to_have_count(0)
    for tab in (first, second):
        expect(tab.seats).to_have_accessible_name(ENGLISH(SEATS, taken="1", most="2"))
    second.seats.click()
    second.page.get_by_role("button", name="Away").click()
    expect(first.seats).to_contain_text("away", ignore_case=True)

    first.page.close()

    expect(second.seats).to_have_accessible_name(ENGLISH(SEATS, taken="1", most="2"))
    expect(second.rows).to_contain_text("Marta Kowalska")


def test_a_closing_is_undone(house: House, team: Team, at_desk: SitDown) -> None:
    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    ana.button("Close").click()
    expect(ana.rows).to_have_count(0)

    ana.page.get_by_role("status").get_by_role("button", name="Undo").click()

    expect(ana.rows).to_contain_text("Marta Kowalska")
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="1", most="2"))
    ana.send("It is.")
    expect(ana.bubble("It is.")).to_be_visible()
