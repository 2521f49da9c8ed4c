"""A supervisor's turn at the live view: who waits, why, and what is done about it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.house import House, Team
from tests.journeys.judged import barriers
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue, told_in

LUIGI = Customer("Luigi Bianchi", "+393331234567")
MARTA = Customer("Marta Kowalska", "+48500100200")


@told_in(PERSIAN)
def test_a_supervisor_sees_who_waits_and_gives_them_to_somebody(
    house: House, team: Team, opened: Open, at_desk: SitDown, say: Tongue
) -> None:
    name = team.names[0].title()
    ana = at_desk(team.names[0])
    live = signed_in(house, opened, "sofia", say, reduced_motion="reduce")
    live.goto(f"{house.server.url}/live")
    agent = live.get_by_role("listitem", name=name, exact=True)
    less = agent.get_by_role("button", name=say("One less for %(name)s", name=name))

    less.click()
    expect(agent).to_contain_text(re.compile("0/1|۰/۱"))
    expect(less).to_be_disabled()
    house.write(team, MARTA, "Is my order on its way?")
    ana.accept()
    house.write(team, LUIGI, "Siete aperti sabato?")

    queue = live.get_by_role("region", name=say("Waiting"), exact=True)
    luigi = queue.get_by_role("listitem").filter(has_text="Luigi Bianchi")
    luigi = luigi.filter(has_text=team.service)
    expect(luigi).to_contain_text(say("The only one who could take it has all seats taken."))
    assert barriers(live) == []
    luigi.get_by_role("button", name=say("Assign")).click()
    luigi.get_by_role("button", name=name).click()

    expect(ana.rows.filter(has_text="Luigi Bianchi")).to_have_count(1)
    expect(agent).to_contain_text(re.compile("2/2|۲/۲"))
    expect(ana.seats).to_have_accessible_name(
        ENGLISH("%(taken)s of %(most)s conversations", taken="2", most="2")
    )
