"""Somebody on a company's website finds the way to it."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, expect

from scenes.stage import URL, save, signed_in

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


def take(browser: Browser) -> None:
    take_link_page(browser)
    take_widget(browser)


def take_link_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 720, "height": 720}, locale="en-GB")
    page.goto(f"{URL}/w/website")
    save(page, "link")


def take_widget(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/settings/widgets/website/channels/whatsapp")
    page.get_by_label("First words").fill("Hello! {page} ({ref})")
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
