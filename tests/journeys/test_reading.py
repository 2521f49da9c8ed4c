"""What is new, and what did not arrive, on every screen of an agent's and after a reload."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select, update

from occ.conversations.models import Draft
from occ.core.clock import now
from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team, database
from tests.journeys.tongue import ENGLISH

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")


def test_what_is_new_and_what_failed_outlast_the_page_and_all_tabs_agree(
    house: House, team: Team, at_desk: SitDown
) -> None:
    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    house.simulator.behave(fail=30003, fail_when="later", times=1)
    ana.send("It is.")
    expect(ana.tick("It is.", "not delivered")).to_be_visible()
    house.write(team, LUIGI, "Siete aperti sabato?")
    ana.accept()
    house.write(team, MARTA, "Hello?")
    house.write(team, MARTA, "Anybody?")
    marta = ana.rows.filter(has_text="Marta Kowalska")
    expect(marta).to_contain_text("2new messages")
    ana.page.reload()
    expect(marta).to_contain_text("2new messages")
    expect(marta).to_contain_text("not delivered")

    page = ana.page.context.new_page()
    page.goto(ana.page.url)
    elsewhere = Desk(page, ENGLISH)
    left = elsewhere.thread.element_handle()
    elsewhere.rows.filter(has_text="Marta Kowalska").get_by_role("link").click()

    expect(page.get_by_text("new", exact=True)).to_be_visible()
    # What was scrolled as it left the screen hears of it late: no error, the watch would say.
    left.dispatch_event("scroll")
    expect(marta).not_to_contain_text("new message")
    expect(marta).to_contain_text("not delivered")


def test_a_draft_is_there_on_another_computer(house: House, team: Team, at_desk: SitDown) -> None:
    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    ana.composer.fill("It left on Mond")
    ana.page.get_by_role("region", name="Messages").click()
    # Another computer reads what the server has by then.
    house.let_time_pass(update(Draft).where(Draft.body == "It left on Mond").values(at=now()))

    elsewhere = at_desk(team.names[0])
    elsewhere.rows.get_by_role("link").click()

    expect(elsewhere.composer).to_have_value("It left on Mond")
    elsewhere.send("It left on Monday.")
    expect(elsewhere.tick("It left on Monday.", "read")).to_be_visible()
    ana.page.reload()
    expect(ana.bubble("It left on Monday.")).to_be_visible()
    expect(ana.composer).to_have_value("")


def test_who_signs_out_leaves_no_draft_on_the_device_and_the_server_has_it(
    house: House, team: Team, at_desk: SitDown
) -> None:
    ana = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    ana.composer.fill("It left yesterd")

    ana.page.get_by_role("button", name="Sign out").click()

    expect(ana.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "occ.draft." not in ana.page.evaluate("JSON.stringify(Object.keys(localStorage))")
    with database(house.server) as session:
        assert "It left yesterd" in session.scalars(select(Draft.body)).all()
