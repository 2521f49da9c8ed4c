"""What a visitor of the website meets who knows no number yet."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.house import House, Team


def test_the_link_page_leads_to_whatsapp_without_script(house: House, opened: Open) -> None:
    first = Team(1)
    page = opened(house.hosts, java_script_enabled=False).new_page()

    with page.expect_response(lambda answer: ".svg" in answer.url) as drawn:
        page.goto(f"{house.server.url}/w/website")

    link = page.get_by_role("link", name="Open WhatsApp", exact=True)  # A6
    expect(link).to_have_attribute("href", f"https://wa.me/{first.number.removeprefix('+')}")
    image = page.get_by_role("img", name="QR code that opens WhatsApp")  # A5
    expect(image).to_be_visible()
    assert drawn.value.headers["content-type"].startswith("image/svg+xml")
    box = image.bounding_box()
    assert box is not None and box["width"] == box["height"] >= 176


def test_the_link_page_speaks_the_visitors_language(house: House, opened: Open) -> None:
    page = opened(house.hosts, locale="fa-IR").new_page()

    page.goto(f"{house.server.url}/w/website")

    expect(page.locator("html[lang=fa][dir=rtl]")).to_be_attached()
    expect(page.get_by_role("link", name="English")).to_be_visible()
