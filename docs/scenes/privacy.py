"""Somebody is blocked and shall be forgotten; all of it is written down. Comes last."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/contacts")
    page.get_by_role("link", name="Ida Bo").click()
    page.get_by_label("Reason").fill("Advertising, every day")
    page.get_by_role("button", name="Block", exact=True).click()
    expect(page.get_by_text("Blocked since")).to_be_visible()
    page.goto(f"{URL}/contacts/blocked")
    save(page, "blocked")
    page.goto(f"{URL}/contacts")
    page.get_by_role("link", name="Marta Kowalska").click()
    page.get_by_role("button", name="Export everything").click()
    archive = page.get_by_role("link", name="as a ZIP file")
    while not archive.is_visible():
        page.wait_for_timeout(500)
        page.reload()
    archive.scroll_into_view_if_needed()
    save(page, "export")
    page.get_by_role("link", name="Erase").click()
    save(page, "erase")
    page.goto(f"{URL}/journal")
    save(page, "change-log")
