"""Ada gives Ben credit, Ben's messages take it, and each sees what they may.

Packs are loaded in tests/web/test_batches.py; D8 is in tests/web/test_prices.py.
"""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from occ.core import clock
from occ.users import accounts
from tests.flows.sending import first
from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.live import until


def test_credit_is_given_spent_and_read(house: House, opened: Open) -> None:
    # D1, D2, D3, D4, D5, D6, D7
    ben = house.key("ben31")
    page = signed_in(house, opened, "ada")
    sets_prices(page, house)
    page.goto(f"{house.server.url}/users/{ben}/powers")
    page.get_by_text("Create a new power").click()
    page.get_by_role("button", name="Credits").click()
    page.get_by_label("Amount").fill("500")
    page.get_by_label("Reason").fill("October top-up")
    page.get_by_role("button", name="Add", exact=True).dblclick()
    expect(page.get_by_text("500 available")).to_be_visible()
    page.get_by_label("A day").fill("300")
    page.locator("form", has=page.get_by_label("A day")).get_by_role("button").click()
    expect(page.get_by_text("0 of 300")).to_be_visible()

    plan = page.locator("form", has=page.get_by_label("How often"))
    plan.get_by_label("Credits").fill("600")
    plan.get_by_role("button", name="Save").click()
    expect(page.get_by_text("fills up to 600 every month")).to_be_visible()
    until(lambda: "600 available" in reloaded(page))

    message = sends_two_parts(house, ben)

    page.reload()
    log = page.locator("#credit-log")
    expect(log.get_by_role("row", name="Message, 2 parts −3 597")).to_be_visible()
    expect(
        log.get_by_role("row", name="Added by hand October top-up · Ada +500 500")
    ).to_have_count(1)
    expect(log.get_by_role("row", name="Replenishment by the plan +100 600")).to_have_count(1)
    log.get_by_role("link", name="Message").click()
    expect(page).to_have_url(f"{house.server.url}/messages/{message}")
    expect(page.get_by_text("3 credits, 2 parts")).to_be_visible()
    page.goto(f"{house.server.url}/users/{ben}/events")
    expect(page.get_by_role("link", name="Credit spent by messages")).to_be_visible()
    expect(page.get_by_text("Credit added by hand")).to_be_visible()
    expect(page.get_by_text("Credit replenished by the plan")).to_be_visible()

    own = signed_in(house, opened, "ben31")
    own.goto(f"{house.server.url}/users/{ben}/powers")
    own.get_by_role("link", name="Credits").click()
    expect(own.get_by_text("597 available")).to_be_visible()
    expect(own.get_by_role("button", name="Add", exact=True)).to_have_count(0)
    own.goto(f"{house.server.url}/messages/{message}")
    expect(own.get_by_role("heading", name="Message")).to_be_visible()


def sets_prices(page: Page, house: House) -> None:
    page.goto(f"{house.server.url}/settings/prices")
    page.get_by_label("Prefix").fill("48")
    page.get_by_label("Credits a part").fill("1.5")
    page.get_by_label("From").fill("2026-01-01")
    page.locator("form", has=page.get_by_label("Prefix")).get_by_role("button").click()
    expect(page.get_by_role("row", name="SMS +48 Poland 1.5 1 Jan 2026")).to_be_visible()


def reloaded(page: Page) -> str:
    page.reload()
    return page.locator("main").inner_text()


def sends_two_parts(house: House, user: str) -> str:
    """The key of an SMS of that user's that a provider has taken."""
    with database(house.server) as session:
        user_id = accounts.by_key(session, user).id
        return first.taken(session, user_id, "x" * 161, clock.now() + timedelta(seconds=1))
