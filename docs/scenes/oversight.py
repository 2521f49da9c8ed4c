"""A supervisor watches over the house; runs after the desk, whose agents are at work."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "supervisor")
    page.goto(f"{URL}/live")
    anna = page.get_by_role("listitem", name="Anna Nowak", exact=True)
    anna.get_by_role("button", name="conversations").click()
    anna.get_by_text("Why this agent?").first.click()
    expect(anna).to_contain_text("Ben Moreau")
    save(page, "live")
    page.goto(f"{URL}/reports")
    save(page, "reports")
    page.get_by_role("link", name="What if").click()
    page.get_by_label("Max interactions of everybody").fill("4")
    page.get_by_role("button", name="Replay the day").click()
    page.locator("main form[method=post]").evaluate("form => form.scrollIntoView()")
    save(page, "what-if")
