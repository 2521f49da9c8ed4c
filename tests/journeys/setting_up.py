"""An administrator sets a company up, from First steps on, at the screen (A1, A2, A3, A4)."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from occ.providers.simulator.server import Simulator
from tests.company import PASSWORD
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue
from tests.live import Server


def go(page: Page, say: Tongue, place: str) -> None:
    rail = page.get_by_role("navigation", name=say("Pages"))
    rail.get_by_role("link", name=say(place), exact=True).click()


def make_the_first_administrator(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/first")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.com")
    fill_passwords(page)
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(f"{server.url}/start")
    expect(page.get_by_role("heading", level=1, name="First steps")).to_be_visible()
    assert page.request.get(f"{server.url}/first").status == 404


def choose_language(page: Page, say: Tongue) -> None:
    go(page, ENGLISH, "My profile")
    page.get_by_label("Language", exact=True).select_option(say.code)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.locator(f"html[lang={say.code}][dir={say.direction}]")).to_be_attached()


class FirstSteps:
    """The page that leads through the rest."""

    def __init__(self, page: Page, say: Tongue) -> None:
        self.page, self.say = page, say

    def step(self, title: str) -> Locator:
        return (
            self.page.get_by_role("main")
            .get_by_role("listitem")
            .filter(has=self.page.get_by_role("heading", name=self.say(title)))
        )

    def next(self, title: str, button: str) -> None:
        """Back to the page, where this is the next step, and into it."""
        go(self.page, self.say, "First steps")
        current = self.page.locator("[aria-current=step]")
        expect(current).to_contain_text(str(self.say(title)))
        current.get_by_role("link", name=self.say(button)).click()

    def is_done(self, title: str) -> None:
        go(self.page, self.say, "First steps")
        expect(self.step(title)).to_contain_text(str(self.say("done")))


def verify_the_account(page: Page, say: Tongue, simulator: Simulator) -> None:  # A1
    """A wrong token first; what was verified is saved without typing it again."""
    known = simulator.credentials
    page.get_by_label(say("WhatsApp")).check()
    page.get_by_label("Account SID").fill(known.account_sid)
    page.get_by_label(say("Auth token"), exact=True).fill("0" * 32)
    page.get_by_role("button", name=say("Verify account")).click()
    wrong = say("The auth token is most likely wrong: Twilio refused it.")
    expect(page.get_by_text(wrong)).to_be_visible()

    page.get_by_label(say("Auth token"), exact=True).fill(known.auth_token)
    page.get_by_role("button", name=say("Verify account")).click()
    right = say("Account SID and auth token belong together.")
    expect(page.get_by_text(right)).to_be_visible()
    expect(page.get_by_text(say("This was tested and is not saved yet."))).to_be_visible()
    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.get_by_text(say("Account verified"))).to_be_visible()
    expect(page.get_by_text(known.auth_token[-4:])).to_be_visible()
    assert known.auth_token not in page.content()


def create_the_service(page: Page, say: Tongue) -> None:  # A2
    page.get_by_label(say("Name"), exact=True).fill("Sales")
    page.get_by_role("checkbox", name=say("Chat"), exact=True).check()
    page.get_by_role("checkbox", name=say("WhatsApp"), exact=True).check()
    page.get_by_label(say("Twilio phone number")).fill("+39 06 1234 5678")
    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    nobody = (
        "Nobody takes WhatsApp in %(service)s yet. "
        "Enable Chat and WhatsApp in the agents' profiles."
    )
    expect(page.get_by_text(say(nobody, service="Sales"))).to_be_visible()


def set_the_webhook(page: Page, say: Tongue, simulator: Simulator) -> None:
    """From the service's check-list, which has asked Twilio: there, none stands yet."""
    [number] = simulator.exchange.numbers
    assert number.sender
    number.sender.webhook.clear()
    page.get_by_role("link", name=say("Check at Twilio, too")).click()
    expect(
        page.get_by_text(say("It has no webhook, so Twilio tells nobody of its messages."))
    ).to_be_visible()
    page.get_by_role("link", name=say("Set webhooks at Twilio")).click()
    page.get_by_role("button", name=say("Set the ticked ones at Twilio")).click()
    expect(page.get_by_text(say("points here"), exact=True)).to_be_visible()
    assert number.sender.webhook["callback_method"] == "POST"


def invite_ana(page: Page, say: Tongue) -> str:
    page.get_by_role("link", name=say("Add user")).click()
    page.get_by_label(say("Name"), exact=True).fill("Ana")
    page.get_by_label(say("E-mail"), exact=True).fill("ana@example.com")
    page.get_by_role("button", name=say("Add user"), exact=True).click()
    shown = page.get_by_text(re.compile(r"^http://\S+/password/\S+$"))
    expect(shown).to_be_visible()
    return str(shown.text_content())


def allow_whatsapp(page: Page, say: Tongue) -> None:  # A3
    """In the digits of the administrator's own language."""
    go(page, say, "Users")
    page.get_by_role("checkbox", name=say("Choose %(name)s", name="Ana")).check()
    page.get_by_label(say("Chat"), exact=True).select_option(label=str(say("on")))
    page.get_by_label(say("WhatsApp")).select_option(label=str(say("on")))
    page.get_by_label(say("Max interactions")).fill(figure(say, 2))
    page.get_by_role("button", name=say("Apply to the chosen users")).click()
    changed = page.get_by_role("status")
    expect(changed).to_contain_text(say("Max interactions"))
    expect(changed).to_contain_text("Ana")


def make_the_widget(page: Page, say: Tongue, words: str) -> str:  # A4
    """With its visitors' first words. Its key, which stands in the snippet."""
    page.get_by_label(say("Name"), exact=True).fill("Website")
    page.get_by_role("button", name=say("Create a widget")).click()
    page.get_by_role("checkbox", name="Sales").check()
    page.get_by_label(say("First words")).fill(words)
    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    return page.url.split("/settings/widgets/")[1].split("/")[0]


def choose_a_password(page: Page, link: str) -> None:
    page.goto(link)
    fill_passwords(page)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("All answered.")).to_be_visible()


def fill_passwords(page: Page) -> None:
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill(PASSWORD)


def figure(say: Tongue, n: int) -> str:
    return "۰۱۲۳۴۵۶۷۸۹"[n] if say is PERSIAN else str(n)
