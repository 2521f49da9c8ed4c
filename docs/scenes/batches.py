"""A pack of WhatsApp messages is issued, loaded, and pays for an account that is handed out."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

from playwright.sync_api import Browser, Page, expect

from scenes.stage import URL, save, signed_in

DESCRIPTIONS = ("Winter, from the reseller", "Spare pack")


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    packs = list(issue(len(DESCRIPTIONS)))
    for pack, description in zip(packs, DESCRIPTIONS, strict=True):
        page.goto(f"{URL}/whatsapp-batches")
        page.get_by_role("link", name="Load WhatsApp batch").first.click()
        page.get_by_label("Batch code").fill(pack["code"])
        page.get_by_label("Batch password").fill(pack["password"])
        page.get_by_label("Description").fill(description)
        if pack is packs[0]:
            save(page, "load-batch")
        page.get_by_role("button", name="Load WhatsApp credit").click()
        expect(page.get_by_role("row", name=description)).to_be_visible()
    save(page, "batches")
    hand_out(page)


def issue(count: int) -> csv.DictReader[str]:
    """By the operator's command, in the demo's home: code and password of each."""
    command = ["-m", "occ.cli", "batch", "issue", "--messages", "500", "--format", "csv"]
    told = subprocess.run(
        [sys.executable, *command, "--count", str(count)],
        capture_output=True,
        text=True,
        check=True,
    )
    return csv.DictReader(io.StringIO(told.stdout))


def hand_out(page: Page) -> None:
    page.goto(f"{URL}/accounts/new")
    save(page, "account")
