"""An administrator makes a widget, sees it before it is saved, and takes its snippet (A4)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, Team
from tests.journeys.judged import barriers
from tests.journeys.scanned import leads_to
from tests.journeys.tongue import PERSIAN, Tongue, told_in


@told_in(PERSIAN)
def test_a_widget_is_seen_as_it_is_typed_and_its_snippet_copied(
    house: House, team: Team, opened: Open, say: Tongue
) -> None:  # A4
    clipboard = ["clipboard-read", "clipboard-write"]
    page = signed_in(house, opened, "ada", say, permissions=clipboard, reduced_motion="reduce")
    page.goto(f"{house.server.url}/settings/widgets")
    page.get_by_label(say("Name"), exact=True).fill(f"Shop {team.place}")
    page.get_by_role("button", name=say("Create a widget")).click()
    expect(page.get_by_label(say("First words"))).to_be_visible()

    page.get_by_role("checkbox", name=re.compile(rf"^{team.service}\b")).check()
    page.get_by_label(say("First words")).fill("Ciao")
    preview = page.frame_locator("iframe[name=preview]").locator("occ-widget")
    code = preview.get_by_role("img", name=say("QR code that opens WhatsApp with %(number)s"))
    link = f"https://wa.me/{team.number.removeprefix('+')}?text=Ciao"
    app = preview.get_by_role("link", name=say("Open the app"))
    expect(app).to_have_attribute("href", link)
    page.locator("iframe").scroll_into_view_if_needed()
    assert leads_to(code, link)
    expect(page.locator(".code-row")).to_have_count(0)
    expect(page.locator(".preview-said").get_by_role("listitem")).to_have_count(2)
    expect(page.frame_locator("iframe[name=preview]").get_by_role("listitem")).to_have_count(0)

    page.get_by_label(say("Device")).select_option("phone")
    expect(preview.get_by_role("link", name=say("WhatsApp"))).to_have_attribute("href", link)

    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.locator(".code-row")).to_contain_text(team.service)
    assert barriers(page) == []

    page.get_by_role("button", name=say("Copy"), exact=True).click()
    expect(page.get_by_text(say("Copied."))).to_be_visible()
    at = f"{house.server.url}/w/shop-{team.place}"
    assert page.evaluate("navigator.clipboard.readText()") == (
        f'<a href="{at}" data-occ>WhatsApp</a>\n<script async src="{at}.js"></script>'
    )
