"""Takes the pictures of the manual from the running demo: `python docs/pictures.py`.

Wants the dev extra and a Chromium. The demo's customers write by themselves, so it takes a minute.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PORT = "5471"
URL = f"http://127.0.0.1:{PORT}"
PASSWORD = "occ-demo-2026"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60_000  # ms
SHOP = f"""<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>A shop</title>
  <body style="margin: 3rem; max-width: 34rem; font: 18px/1.6 Georgia, serif; color: #2b2b2b">
    <h1>Lamps from Bologna</h1>
    <p>Each of our lamps is turned from one piece of ash, oiled by hand, and sent in two days.
    Ask us about sizes, shades and spare parts: we answer on WhatsApp.</p>
    <p style="height: 12rem; background: #efe6d8; border-radius: 8px"></p>
    <a href="{URL}/w/website" data-occ>WhatsApp</a>
    <script async src="{URL}/w/website.js"></script>
  </body>
</html>"""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with demo(), sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        browser = playwright.chromium.launch(executable_path=found)
        take_administrator(browser)
        take_link_page(browser)
        take_widget(browser)
        take_console(browser)
        browser.close()


@contextmanager
def demo() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "OCC_HOME": home, "OCC_PORT": PORT}
        environment.pop("OCC_PUBLIC_URL", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "occ.cli", "demo"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Stop with"):
                    break
            yield
        finally:
            process.terminate()
            process.wait()


def take_administrator(browser: Browser) -> None:
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


def take_link_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 720, "height": 720}, locale="en-GB")
    page.goto(f"{URL}/w/website")
    save(page, "link")


def take_widget(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/settings/widgets/website/channels/whatsapp")
    page.get_by_label("First words").fill("Hello, I am writing from your website.")
    page.get_by_role("button", name="Save", exact=True).click()
    preview = page.frame_locator("iframe").locator("occ-widget")
    expect(preview.get_by_role("img", name="QR code")).to_be_visible()
    save(page, "widget-settings")

    page = browser.new_page(viewport={"width": 960, "height": 600}, locale="en-GB")
    with shop() as address:
        page.goto(address)
        page.get_by_role("button", name="WhatsApp").click()
        expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
        page.wait_for_load_state("networkidle")
        save(page, "widget")


@contextmanager
def shop() -> Iterator[str]:
    """Somebody else's website. A real one: pages that come from nowhere may not ask this host."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text(SHOP, encoding="utf-8")
        handler = partial(SimpleHTTPRequestHandler, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def take_console(browser: Browser) -> None:
    page = signed_in(browser, "anna")
    accept(page, "Marta Kowalska")
    answer(page, "Dzień dobry! Już sprawdzam, chwileczkę.")
    expect(page.locator(".message-in").filter(has_text="do księgowej")).to_be_visible()
    accept(page, "Luigi Bianchi")
    answer(page, "Buongiorno! Sì, sabato dalle 9 alle 13.")
    page.get_by_role("link", name=re.compile("Marta")).click()
    answer(page, "Oddzwonimy. Poprawiona faktura jest już w drodze.")
    expect(page.get_by_title("read", exact=True)).to_have_count(2)
    expect(page.locator(".offer")).to_contain_text("Reza Ahmadi")
    save(page, "console")

    page.goto(f"{URL}/me")
    page.get_by_label("Language", exact=True).select_option("fa")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{URL}/conversations")
    expect(page.locator("html[dir=rtl]")).to_be_attached()
    accept(page, "Reza Ahmadi")
    answer(page, "سلام! سفارش ۱۲۳۴ امروز صبح فرستاده شد و فردا می‌رسد.")
    expect(page.locator(".message-in").filter(has_text="نشانی را عوض کنم")).to_be_visible()
    page.locator("#composer").fill("بله، نشانی تازه را همین‌جا بنویسید.")
    expect(page.locator("#list .count").nth(1)).to_have_text("۱")
    save(page, "console-fa")


def signed_in(browser: Browser, who: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page.goto(f"{URL}/sign-in")
    page.get_by_label("E-mail").fill(f"{who}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(f"{URL}/(conversations|start)"))
    if page.get_by_role("button", name="Turn on").is_visible():
        page.get_by_role("button", name="Turn on").click()
    return page


def accept(page: Page, name: str) -> None:
    """By the key, which is the same in every language."""
    expect(page.locator(".offer")).to_contain_text(name)
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#thread").get_by_role("heading", name=name)).to_be_visible()


def answer(page: Page, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".message-out .tick-read").last).to_be_visible()


def save(page: Page, name: str) -> None:
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


if __name__ == "__main__":
    main()
