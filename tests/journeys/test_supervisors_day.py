"""A supervisor's day: sees why somebody waits, moves limits and people, steps in, looks back."""

from __future__ import annotations

import csv

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from occ.providers.simulator.customers import Customer
from occ.users.models import User
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.tongue import ENGLISH

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")
REZA = Customer("رضا احمدی", "+989123456780")
NINA = Customer("Nina Petit", "+33612345678")
SEATS = "%(taken)s of %(most)s conversations"


def test_a_supervisors_day(house: House, team: Team, opened: Open, at_desk: SitDown) -> None:
    ana_name, ben_name = names = [name.title() for name in team.names]
    house.let_time_pass(update(User).where(User.name.in_(names)).values(max_interactions=1))
    ana = at_work(house, team, at_desk, team.names[0], MARTA, "Is my order on its way?")
    ben = at_work(house, team, at_desk, team.names[1], LUIGI, "Siete aperti sabato?")
    live = signed_in(house, opened, "silvia", reduced_motion="reduce")
    live.goto(f"{house.server.url}/live")
    anas_row, bens_row = (agent(live, name) for name in (ana_name, ben_name))

    house.write(team, REZA, "سفارش من کجاست؟")
    expect(waiter(live, team, REZA)).to_contain_text(
        ENGLISH("All %(n)s who could take it have all their seats taken.", n="2")
    )
    anas_row.get_by_role("button", name=f"One more for {ana_name}").press("Enter")
    expect(ana.offer).to_contain_text(REZA.name)
    ana.page.keyboard.press("Alt+Enter")
    expect(anas_row).to_contain_text("2/2")
    expect(waiter(live, team, REZA)).to_have_count(0)

    choose(bens_row.get_by_role("button", name="available"), bens_row, "Set away")
    expect(ben.seats).to_contain_text("away", ignore_case=True)
    expect(bens_row.get_by_role("button", name="away")).to_be_visible()

    house.write(team, NINA, "Bonjour ?")
    nina = waiter(live, team, NINA)
    expect(nina).to_contain_text("The only one who could take it has all seats taken.")
    choose(nina.get_by_role("button", name="Assign"), nina, f"{ana_name} limit 2 → 3")
    expect(ana.rows.filter(has_text=NINA.name)).to_have_count(1)
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="3", most="3"))

    silvia = reads_along(live, anas_row, ana)
    house.write(team, MARTA, "Hello?")
    expect(silvia.bubble("Hello?")).to_be_visible()
    expect(ana.seats).to_have_accessible_name(ENGLISH(SEATS, taken="3", most="3"))
    takes_over_and_answers(silvia, ana)
    live.goto(f"{house.server.url}/live")
    hers = agent(live, "Silvia")
    hers.get_by_role("button", name="1 conversation").press("Enter")
    hers.get_by_role("button", name="Send back to the queue").press("Enter")
    expect(ana.offer).to_contain_text(MARTA.name)
    ana.page.keyboard.press("Alt+Enter")
    expect(ana.bubble("It left this morning.")).to_be_visible()
    assert house.said(team) == ["It left this morning."]

    reads_the_day(live, house, team)
    finds_it_written_down(signed_in(house, opened, "ada"), house, ana_name, ben_name)


def at_work(
    house: House, team: Team, at_desk: SitDown, name: str, customer: Customer, words: str
) -> Desk:
    """Somebody at the console, with a conversation."""
    desk = at_desk(name)
    house.write(team, customer, words)
    expect(desk.offer).to_contain_text(customer.name)
    desk.accept()
    expect(desk.bubble(words)).to_be_visible()
    return desk


def agent(live: Page, name: str) -> Locator:
    return live.get_by_role("listitem", name=name, exact=True)


def waiter(live: Page, team: Team, customer: Customer) -> Locator:
    rows = live.get_by_role("region", name="Waiting", exact=True).get_by_role("listitem")
    return rows.filter(has_text=customer.name).filter(has_text=team.service)


def choose(button: Locator, row: Locator, words: str) -> None:
    """From a menu, by keys alone."""
    button.press("Enter")
    row.get_by_role("button", name=words, exact=True).press("Enter")


def reads_along(live: Page, row: Locator, ana: Desk) -> Desk:
    """Marta's, which is Ana's: it is on the screen, and stays hers."""
    row.get_by_role("button", name="3 conversations").press("Enter")
    row.get_by_role("link", name=f"Read {MARTA.name}").press("Enter")
    silvia = Desk(live, ENGLISH)
    expect(silvia.bubble("Is my order on its way?")).to_be_visible()
    ana.rows.filter(has_text=MARTA.name).get_by_role("link").click()
    expect(ana.page.get_by_text("Silvia is reading")).to_be_visible()
    return silvia


def takes_over_and_answers(silvia: Desk, ana: Desk) -> None:
    silvia.button("Take over").press("Enter")
    expect(silvia.composer).to_be_visible()
    expect(ana.rows.filter(has_text=MARTA.name)).to_have_count(0)
    silvia.composer.fill("It left this morning.")
    silvia.composer.press("Enter")
    expect(silvia.tick("It left this morning.", "read")).to_be_visible()


def reads_the_day(page: Page, house: House, team: Team) -> None:
    page.goto(f"{house.server.url}/reports")
    page.get_by_role("combobox", name="Service").select_option(team.service)
    page.get_by_role("button", name="Show").click()
    today = page.get_by_role("region", name="By day").get_by_role("row").nth(-2)
    expect(today.get_by_role("cell").first).to_have_text("4")

    day = page.locator(".page-head", has=page.get_by_role("heading", name="By day", exact=True))
    with page.expect_download() as download:
        day.get_by_role("link", name="Export CSV").click()

    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["conversations"]) for row in rows) == 4
    assert rows[-1]["abandoned"] == "0"


def finds_it_written_down(page: Page, house: House, ana: str, ben: str) -> None:
    """Each act in the change log: what, to whom, by whom."""
    page.goto(f"{house.server.url}/journal")
    page.get_by_label("Who").select_option("Silvia")
    page.get_by_role("button", name="Show").click()
    events = page.get_by_role("main").get_by_role("listitem")
    for words in (
        f"Profile changed {ana} Silvia",
        f"Presence chosen {ben} Silvia",
        f"Conversation handed over {NINA.name} Silvia",
        f"Conversation read by a supervisor {MARTA.name} Silvia",
        f"Conversation handed over {MARTA.name} Silvia",
        f"Conversation sent back to the queue {MARTA.name} Silvia",
    ):
        expect(events.filter(has_text=words).first).to_be_visible()
