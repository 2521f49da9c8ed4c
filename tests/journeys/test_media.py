"""A customer sends more than words, and the agent sees it come."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect
from sqlalchemy import update

from occ.core import clock
from occ.messaging.models import FileState, MediaFile
from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import PERSIAN, Tongue, told_in

MARTA = Customer("Marta Kowalska", "+48500100200")


@told_in(PERSIAN)
def test_a_picture_appears_in_the_open_thread_and_nothing_moves(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    name = team.names[0]
    house.speak(name, say.code)
    desk = at_desk(name, say, locale=say.code, reduced_motion="reduce")
    house.write(team, MARTA, "Dzień dobry")
    desk.accept()
    # Nothing is found at first, to see what stands there until the file comes.
    house.simulator.behave(media="missing")

    house.write(team, MARTA, "FV-2231", kind="image")

    bubble = desk.bubble("FV-2231")
    box = bubble.locator(".file")
    expect(box).to_contain_text(str(say("Photo")))
    waiting = size(box)
    house.simulator.behave(media="")
    not_there = update(MediaFile).where(MediaFile.state == FileState.WAITING)
    house.let_time_pass(not_there.values(due_at=clock.now()))
    picture = bubble.get_by_role("img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 320)
    assert size(box) == waiting

    for kind in ("location", "contacts", "audio", "document", "button", "unknown"):
        house.write(team, MARTA, kind=kind)
    expect(desk.thread.get_by_role("link", name=say("Show on a map"))).to_have_attribute(
        "rel", re.compile("noopener")
    )
    expect(desk.bubble("Piotr Nowak").first).to_contain_text("+48500100201")
    expect(desk.thread.locator("audio")).to_have_js_property("error", None)
    expect(desk.thread.locator("a[download]")).to_have_count(2)
    expect(desk.thread.locator(".message")).to_have_count(8)
    row = desk.rows.filter(has_text="Marta")
    last = desk.thread.get_by_role("listitem").last.locator(".bubble-kind")
    # There in isolates, here in an element of its own, so that it is cut at its own end.
    expect(row).to_contain_text(re.sub("[\u2066-\u2069]", "", last.inner_text()))
    assert barriers(desk.page) + sticking_out(desk.page) == []


def size(box: Locator) -> tuple[float, float]:
    found = box.bounding_box()
    assert found is not None
    return found["width"], found["height"]


def test_a_press_on_a_quoted_line_leads_to_it(house: House, team: Team, at_desk: SitDown) -> None:
    desk: Desk = at_desk(team.names[0], viewport={"width": 1024, "height": 480})
    house.write(team, MARTA, "The first of them")
    desk.accept()
    first = house.simulator.exchange.messages[-1].sid
    for number in range(12):
        house.write(team, MARTA, f"line {number}")
    house.simulator.write(
        MARTA,
        "That one",
        to=f"whatsapp:{team.number}",
        extra={"OriginalRepliedMessageSid": first},
    )
    expect(desk.bubble("line 11")).to_be_visible()
    expect(desk.bubble("The first of them").first).not_to_be_in_viewport()

    desk.bubble("That one").get_by_role("button").click()

    expect(desk.bubble("The first of them").first).to_be_in_viewport()
