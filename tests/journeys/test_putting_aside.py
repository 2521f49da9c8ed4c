"""Issue 6: parked until the customer writes, closed with an outcome, wrapped up: by keys alone.

And who was put aside by forgetting is seen.
"""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select, update

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.conversations.models import Conversation
from occ.core import clock
from occ.providers.simulator.customers import Customer
from occ.services.models import Service
from tests.journeys.conftest import SitDown
from tests.journeys.house import House, Team, database
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import PERSIAN, Tongue, told_in

MARTA = Customer("Marta Kowalska", "+48500100421")
LUIGI = Customer("Luigi Dimenticato", "+393331234421")
SOLVED = "Solved at once"
SEATS = "%(taken)s of %(most)s conversations"


@told_in(PERSIAN)
def test_an_agent_parks_undoes_closes_with_an_outcome_and_wraps_up(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    asks_how_it_ended(house, team)
    desk = at_desk(team.names[0], say, locale=say.code, reduced_motion="reduce")
    page, press = desk.page, desk.page.keyboard.press
    house.write(team, MARTA, "Dzień dobry")
    expect(desk.offer).to_be_visible()
    press("Alt+Enter")
    expect(desk.composer).to_be_focused()

    for undone in (True, False):
        press("Escape")
        press("p")
        expect(page.get_by_role("button", name=say("until the customer writes"))).to_be_visible()
        press("Tab")
        press("Enter")
        expect(desk.rows).to_have_count(0)
        if undone:
            press("ControlOrMeta+k")
            expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text(
                str(say("Undo"))
            )
            press("Enter")
            expect(desk.composer).to_be_focused()
    desk.show("Parked")
    expect(desk.rows).to_have_count(1)
    assert barriers(page) + sticking_out(page) == []
    house.write(team, MARTA, "Jeszcze jedno")
    expect(desk.rows).to_have_count(0)
    desk.show("Mine")
    expect(desk.rows).to_have_count(1)

    press("ControlOrMeta+j")
    expect(desk.composer).to_be_focused()
    press("Escape")
    press("e")
    outcome = page.get_by_role("dialog").get_by_role("button", name=SOLVED)
    expect(outcome).to_be_visible()
    assert barriers(page) + sticking_out(page) == []
    outcome.focus()
    press("Enter")
    wraps = page.get_by_role("list", name=say("Wrap-up"), exact=True)
    expect(wraps).to_contain_text("Marta Kowalska")
    expect(desk.seats).to_have_accessible_name(say(SEATS, taken="۱"))
    press("ControlOrMeta+k")
    page.keyboard.type(str(say("Finish now")))
    press("Enter")

    expect(wraps).to_have_count(0)
    expect(desk.seats).to_have_accessible_name(say(SEATS, taken="۰"))


@told_in(PERSIAN)
def test_a_forgotten_customer_is_marked_and_then_a_supervisor_is_told(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    ana = at_desk(team.names[0], say, locale=say.code, reduced_motion="reduce")
    house.write(team, LUIGI, "Siete aperti sabato?")
    ana.accept()
    ours = select(Service.id).where(Service.whatsapp_number == team.number)
    forgets = update(Conversation).where(Conversation.service_id.in_(ours))
    house.let_time_pass(forgets.values(unanswered_since=clock.now() - timedelta(minutes=16)))

    ana.page.reload()
    expect(ana.rows.filter(has_text=LUIGI.name)).to_contain_text(str(say("forgotten")))
    assert barriers(ana.page) + sticking_out(ana.page) == []
    sofia = at_desk("sofia", say, locale=say.code, reduced_motion="reduce")
    bar = sofia.page.locator("#list").get_by_role("alert")
    bar.get_by_role("button", name=say("See")).first.press("Enter")

    expect(sofia.rows.filter(has_text=LUIGI.name)).to_contain_text(team.names[0].title())


def asks_how_it_ended(house: House, team: Team) -> None:
    ours = update(Service).where(Service.whatsapp_number == team.number)
    house.let_time_pass(ours.values(asks_outcome=True, wrap_up_seconds=600))
    with database(house.server) as session:
        if not labels.listed(session, LabelKind.OUTCOME):
            labels.save(session, LabelKind.OUTCOME, None, SOLVED, clock.now())
