"""A supervisor hands over, and writes first to a contact; after the contacts were imported."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "supervisor")
    hand_over(browser, page)
    write_first(page)


def hand_over(browser: Browser, page: Page) -> None:
    """With somebody there to take it."""
    ben = signed_in(browser, "ben")
    expect(ben.get_by_text("Available").first).to_be_visible()
    page.goto(f"{URL}/conversations")
    page.get_by_role("button", name="Colleagues").click()
    page.get_by_role("link", name="Marta").click()
    page.get_by_role("button", name="Hand over", exact=True).click()
    expect(page.get_by_role("button", name="Ben Moreau")).to_be_visible()
    page.get_by_label("Note for the next").fill("She waits for the corrected invoice.")
    save(page, "hand-over")
    page.keyboard.press("Escape")


def write_first(page: Page) -> None:
    page.get_by_role("button", name="New conversation").click()
    page.get_by_label("Name or number of the contact").fill("Lucia")
    page.get_by_role("button", name="Lucia Rossi").click()
    page.get_by_role("button", name="SMS", exact=True).click()
    page.get_by_label("Text", exact=True).fill("Gentile Lucia, il suo ordine parte domani. Aurora")
    expect(page.get_by_role("button", name="Send SMS")).to_be_enabled()
    save(page, "write-first")
