"""An administrator sees that all is well; runs once the account is verified."""

from __future__ import annotations

from playwright.sync_api import Browser

from scenes.stage import URL, save, signed_in


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/system")
    while not page.get_by_text("Twilio 0 = OCC 0").first.is_visible():
        page.wait_for_timeout(1000)
        page.reload()
    save(page, "system")
    page.goto(f"{URL}/system/webhooks")
    save(page, "webhooks")
