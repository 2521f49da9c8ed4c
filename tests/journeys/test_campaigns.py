"""Selected contractors' contacts get an SMS that is written, checked, sent and reported."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import PERSIAN, Tongue, told_in
from tests.journeys.writing_first import a_firm, choose, press
from tests.live import until


@told_in(PERSIAN)
def test_the_contacts_of_selected_contractors_get_an_sms_and_it_is_reported(
    house: House, opened: Open, say: Tongue
) -> None:  # C5, C6, C7, E1, E3, E5
    firm, numbers = {"en": ("Ogrody en", 700), "fa": ("Ogrody fa", 800)}[say.code]
    with database(house.server) as session:
        a_firm(session, house, firm, numbers, ["Łucja", "Marek"], silent="Zofia")
    page = signed_in(house, opened, "sofia", say, reduced_motion="reduce")

    choose(page, house, say, firm)
    write(page, say, f"Jesień, {firm}")
    send(page, say)
    report(page, say)
    put_away(page, house, say, f"Jesień, {firm}")


def write(page: Page, say: Tongue, subject: str) -> None:  # C6
    page.get_by_label(say("Subject")).fill(subject)
    page.get_by_label(say("Text"), exact=True).fill("Zażółć gęślą jaźń, {name}")
    diff = page.locator("[data-counter-diff] ins")
    expect(diff.first).to_have_text("zolc")
    page.get_by_label(say("No Polish letters")).check()
    expect(page.locator("[data-counter-because]")).to_be_hidden()
    assert barriers(page) + sticking_out(page) == []
    press(page, say, "Save")


def send(page: Page, say: Tongue) -> None:
    two = "۲" if say is PERSIAN else "2"
    expect(page.get_by_text(say("%(count)s recipients", count=two)).first).to_be_visible()
    expect(page.get_by_text(say("no consent"))).to_be_visible()
    assert barriers(page) + sticking_out(page) == []
    page.get_by_text(say("Send to %(count)s people…", count=two)).click()
    press(page, say, "Send")
    expect(page).to_have_url(re.compile(r"/campaigns/cmp_\w+$"))
    # The page follows by itself.
    expect(page.locator(".page-head [data-figure=state]")).to_have_text(str(say("finished")))


def report(page: Page, say: Tongue) -> None:  # C7, E3
    page.get_by_role("link", name=say("Send log"), exact=True).click()
    for header in ("SMS status", "Delivery status"):
        expect(page.get_by_role("columnheader", name=say(header))).to_be_visible()
    delivered = page.locator("a.flag").filter(has_text=say("delivered")).first

    def everybody() -> bool:
        press(page, say, "Check delivery")
        return (delivered.locator("b").text_content() or "") in ("2", "۲")

    until(everybody)
    assert barriers(page) + sticking_out(page) == []


def put_away(page: Page, house: House, say: Tongue, subject: str) -> None:  # E1, E5
    page.goto(f"{house.server.url}/campaigns")
    card = page.locator("li.campaign").filter(has_text=subject)
    card.get_by_text(say("Facilities")).click()
    assert barriers(page) + sticking_out(page) == []
    card.get_by_role("button", name=say("Archive"), exact=True).click()
    archived = say("Archived. It stands under Archived, and can be taken back.")
    expect(page.get_by_text(archived)).to_be_visible()
    page.goto(f"{house.server.url}/campaigns/archived")
    expect(page.get_by_role("link", name=subject)).to_be_visible()
