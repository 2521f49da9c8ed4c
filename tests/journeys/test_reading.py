"""What is new, and what did not arrive, on every screen of an agent's and after a reload."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from occ.conversations.models import Draft
from occ.core.clock import now
from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team, database
from tests.journeys.tongue import ENGLISH
from tests.live import until

MARTA = Customer("Marta Kowalska", "+48500100200")
LUIGI = Customer("Luigi Bianchi", "+393331234567")
# Nobody looks at the page until a test says so; the system's notices are kept as they stand.
ELSEWHERE = """
document.hasFocus = () => false;
window.noticed = [];
window.Notification = class extends Notification {
  constructor(title, options) {
    super(title, options);
    window.noticed = [...noticed.filter(({ tag }) => tag !== this.tag), this];
  }
  close() {
    super.close();
    window.noticed = noticed.filter((one) => one !== this);
  }
};
"""
STANDING = "() => noticed.map(({ title, body }) => [title, body])"
ELECTED = """async () => {
  const { held } = await navigator.locks.query();
  return held.some(({ name }) => name === "occ.notices.tab");
}"""


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


def test_the_system_notices_who_looks_elsewhere_as_they_have_chosen(
    house: House, team: Team, at_desk: SitDown
) -> None:
    # A8, issue 6: notices
    ana = at_desk(
        team.names[0],
        prepare=lambda page: page.add_init_script(ELSEWHERE),
        permissions=["notifications"],
    )
    page = ana.page
    ana.seats.click()
    choice = page.get_by_role("button", name="Notices on this device")
    expect(choice).to_have_attribute("aria-pressed", "false")
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")

    house.write(team, MARTA, "Is my order on its way?")
    noticed(page, [f"Offer: {team.service}", "Marta Kowalska"])
    ana.accept()
    noticed(page)

    page.goto(f"{house.server.url}/me")
    page.get_by_label("Notices show what customers write").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{house.server.url}/conversations")
    ana.is_connected()
    until(lambda: page.evaluate(ELECTED))
    house.write(team, MARTA, "Hello?")
    noticed(page, ["Marta Kowalska", f"{team.service}\nHello?"])
    house.write(team, MARTA, "Anybody?")
    noticed(page, ["Marta Kowalska", f"{team.service}\nAnybody?"])

    page.evaluate("noticed.at(-1).onclick()")
    expect(ana.bubble("Anybody?")).to_be_visible()
    noticed(page)
    house.write(team, MARTA, "I still wait.")
    noticed(page, ["Marta Kowalska", f"{team.service}\nI still wait."])
    page.evaluate("document.hasFocus = () => true; window.dispatchEvent(new Event('focus'))")
    noticed(page)


def noticed(page: Page, *expected: list[str]) -> None:
    until(lambda: page.evaluate(STANDING) == [*expected])
