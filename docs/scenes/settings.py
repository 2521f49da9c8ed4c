"""An administrator sets OCC up."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/start")
    save(page, "first-steps")
    page.goto(f"{URL}/users")
    for name in ("Anna Nowak", "Ben Moreau"):
        page.get_by_role("checkbox", name=f"Choose {name}").check()
    page.get_by_role("textbox", name="Max interactions").fill("4")
    save(page, "users")
    page.goto(f"{URL}/services")
    page.get_by_role("link", name="Sales").first.click()
    save(page, "service")
    page.get_by_role("link", name="Check at Twilio, too").click()
    save(page, "check-list")
    page.goto(f"{URL}/settings/advanced/chat")
    save(page, "chat-channel")
    page.get_by_role("button", name="Verify account").click()
    expect(page.get_by_text("belong together.")).to_be_visible()
    save(page, "verify")
