"""What a service does by itself: its hours, its texts, its queue, what it keeps."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/services/new")
    page.get_by_label("Name", exact=True).fill("Support")
    keep(page, "Save")
    set_hours(page)
    write_texts(page)
    set_queue(page)
    set_retention(page)


def set_hours(page: Page) -> None:
    show(page, "Opening hours")
    page.get_by_label("Open only at the hours below").check()
    page.locator("#on_0").fill("2026-12-25")
    page.locator("#name_0").fill("Christmas")
    keep(page, "Save")
    save(page, "hours")


def write_texts(page: Page) -> None:
    show(page, "Automatic texts")
    for kind in ("greeting", "rating"):
        page.locator(f"#{kind}_on").check()
    keep(page, "Save")
    page.mouse.wheel(0, -9000)
    save(page, "texts")
    page.locator("#rating_on").scroll_into_view_if_needed()
    save(page, "rating")


def set_queue(page: Page) -> None:
    show(page, "Its queue")
    page.get_by_label("Goes over to").select_option("Support")
    page.get_by_label("After so many minutes of waiting").fill("5")
    page.get_by_label("Back to the same agent within, in hours").fill("24")
    page.get_by_label("Answered in time, in percent").fill("80")
    keep(page, "Save")
    save(page, "queue")


def set_retention(page: Page) -> None:
    show(page, "What it keeps")
    save(page, "retention")


def show(page: Page, link: str) -> None:
    """A page of the service "Sales"."""
    page.goto(f"{URL}/services")
    page.get_by_role("link", name="Sales").first.click()
    page.get_by_role("link", name=link, exact=True).click()


def keep(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").first).to_be_visible()
