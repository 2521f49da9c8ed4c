"""What is done with a campaign that was sent: further, on, to whom not, and all over again."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.journeys.tongue import ENGLISH
from tests.journeys.writing_first import a_firm, choose, press


def test_a_sent_campaign_goes_further_and_on_and_is_sent_again(
    house: House, opened: Open
) -> None:  # E2, E4, E6, E7
    office = house.simulator.smsapi
    with database(house.server) as session:
        a_firm(session, house, "Sady", 900, ["Ada", "Bartek", "Celina", "Dorota"])
    office.blacklist.add("48500600901")
    page = signed_in(house, opened, "sofia", reduced_motion="reduce")
    choose(page, house, ENGLISH, "Sady")
    page.get_by_label("Subject").fill("Sady, first two")
    page.get_by_label("Text", exact=True).fill("Apples, {name}")
    page.get_by_label("Count to send").fill("2")
    press(page, ENGLISH, "Save")
    send(page, 2)
    ends(page, "finished")

    edits(page, house, count="3", body="Pears, {name}")
    send(page, 1)
    ends(page, "finished")
    assert texts(house) == ["Apples, Ada", "Pears, Celina"]

    edits(page, house, count="")
    office.points = Decimal(0)
    send(page, 1)
    ends(page, re.compile("stopped"))
    refills(house, opened)
    rebuilds(page, house)
    ends(page, "finished")
    assert texts(house)[2:] == ["Pears, Dorota"]

    facilities(page, house).get_by_role("link", name="Blacklist (1)").click()
    expect(page.get_by_role("row").filter(has_text="+48 500 600 901")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="+48 500 600 900")).to_have_count(0)

    facilities(page, house).get_by_role("link", name="Reset (0)").click()
    expect(page.get_by_text("All 4 numbers become ready again, as run 2.")).to_be_visible()
    press(page, ENGLISH, "Reset: all numbers again")
    ends(page, "draft")
    expect(facilities(page, house)).to_contain_text("reset 1 time")


def facilities(page: Page, house: House) -> Locator:
    """The menu beside the campaign's figures on the dashboard."""
    page.goto(f"{house.server.url}/campaigns")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Sady"))
    card.get_by_text("Facilities").click()
    return card


def refills(house: House, opened: Open) -> None:
    """A package is bought at SMSAPI, and Ada has its balance read."""
    house.simulator.smsapi.points = Decimal(100)
    ada = signed_in(house, opened, "ada", reduced_motion="reduce")
    ada.goto(f"{house.server.url}/settings/sms/balance")
    expect(ada.get_by_role("heading", name="Sending is stopped")).to_be_visible()
    press(ada, ENGLISH, "Refresh")
    expect(ada.get_by_text("100 points")).to_be_visible()
    expect(ada.get_by_role("heading", name="Sending is stopped")).to_have_count(0)


def rebuilds(page: Page, house: House) -> None:  # E7
    facilities(page, house).get_by_role("button", name="Rebuild unfinished (1 left)").click()


def edits(page: Page, house: House, *, count: str, body: str = "") -> None:
    facilities(page, house).get_by_role("link", name="Edit").click()
    page.get_by_label("Count to send").fill(count)
    if body:
        page.get_by_label("Text", exact=True).fill(body)
    press(page, ENGLISH, "Save")


def send(page: Page, people: int) -> None:
    page.get_by_text(re.compile(f"Send to {people} (more )?people…")).click()
    # Until the page comes anew it tells how the campaign stood before.
    with page.expect_navigation():
        press(page, ENGLISH, "Send")


def ends(page: Page, state: str | re.Pattern[str]) -> None:
    expect(page.locator(".page-head [data-figure=state]")).to_have_text(state)


def texts(house: House) -> list[str]:
    """What SMSAPI took for that firm's people, oldest first."""
    return [
        sms.message for sms in house.simulator.smsapi.sent if sms.number.startswith("4850060090")
    ]
