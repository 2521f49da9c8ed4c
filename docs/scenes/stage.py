"""The demo as its visitors see it, and the pictures taken of it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[1] / "pictures"
PORT = "5471"
URL = f"http://127.0.0.1:{PORT}"
PASSWORD = "occ-demo-2026"


def signed_in(browser: Browser, who: str) -> Page:
    page = browser.new_page(
        viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/Rome"
    )
    page.goto(f"{URL}/sign-in")
    page.get_by_label("E-mail").fill(f"{who}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(f"{URL}/(conversations|start)"))
    if page.get_by_role("button", name="Turn on").is_visible():
        page.get_by_role("button", name="Turn on").click()
    return page


def save(page: Page, name: str) -> None:
    answer = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    if answer >= 400:
        raise RuntimeError(f"{name}: the page answered {answer}")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    squeeze(path)
    print(f"{path}: {path.stat().st_size // 1024} KB")


def squeeze(path: Path) -> None:
    """To 256 colours, a third of the size, where Pillow is at hand."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
