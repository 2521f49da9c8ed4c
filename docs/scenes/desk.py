"""An agent answers."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from scenes.stage import URL, save, signed_in

REPLY = "Dear {first_name}, your order left this morning and arrives tomorrow."


def take(browser: Browser) -> None:
    page = signed_in(browser, "anna")
    keep_replies(page)
    accept(page, "Marta Kowalska")
    answer(page, "Dzień dobry! Już sprawdzam, chwileczkę.")
    expect(page.locator(".message-in").filter(has_text="do księgowej")).to_be_visible()
    accept(page, "Luigi Bianchi")
    answer(page, "Buongiorno! Sì, sabato dalle 9 alle 13.")
    expect(page.locator(".message-in audio")).to_be_visible()
    save(page, "files")
    page.get_by_role("link", name=re.compile("Marta")).click()
    answer(page, "Oddzwonimy. Poprawiona faktura jest już w drodze.")
    expect(page.get_by_title("read", exact=True)).to_have_count(2)
    expect(page.locator(".offer")).to_contain_text("Reza Ahmadi")
    save(page, "console")
    show_what_helps(page)
    in_persian(page)


def keep_replies(page: Page) -> None:
    """Canned replies of Anna's own."""
    for shortcut, body in (("way", REPLY), ("hours", "We are there on weekdays from 9 to 18.")):
        page.goto(f"{URL}/replies")
        page.get_by_label("Shortcut").fill(shortcut)
        page.get_by_label("Text").fill(body)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name=f"/{shortcut}")).to_be_visible()
    page.goto(f"{URL}/conversations")


def show_what_helps(page: Page) -> None:
    page.locator("#composer").fill("/")
    expect(page.get_by_role("option").first).to_be_visible()
    save(page, "replies")
    page.keyboard.press("Escape")
    page.locator("#composer").fill("")

    page.keyboard.press("Control+i")
    page.locator("#composer").fill("The accountant calls her back before noon.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#thread")).to_contain_text("before noon")
    save(page, "note")
    page.keyboard.press("Control+i")

    page.get_by_role("button", name="Choose a template").click()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    save(page, "templates")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Park", exact=True).click()
    expect(page.get_by_role("button", name="until tomorrow, 9:00")).to_be_visible()
    save(page, "park")
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    page.keyboard.type("Luigi")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    save(page, "search")
    page.keyboard.press("Escape")


def in_persian(page: Page) -> None:
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


def accept(page: Page, name: str) -> None:
    """By the key, which is the same in every language."""
    expect(page.locator(".offer")).to_contain_text(name)
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#thread").get_by_role("heading", name=name)).to_be_visible()


def answer(page: Page, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".message-out .tick-read").last).to_be_visible()
