"""From an empty database to a customer who has her answer, each person at a screen of their own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from occ.providers.simulator.server import Simulator
from tests.company import NUMBER, PASSWORD
from tests.journeys.conftest import Open
from tests.journeys.desk import Desk
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue
from tests.live import Server, Start

QUESTION, ANSWER, THANKS = "Is my order on its way?", "It left this morning.", "Thank you!"


@pytest.mark.parametrize(
    ("say", "mode"),
    [
        pytest.param(ENGLISH, "eventlet", id="English"),
        pytest.param(PERSIAN, "eventlet", id="Persian"),
        pytest.param(ENGLISH, "threading", id="English, by threads", marks=pytest.mark.live),
    ],
)
def test_a_company_sets_itself_up_and_answers_its_first_customer(
    say: Tongue, mode: str, start: Start, simulator: Simulator, opened: Open
) -> None:
    simulator.behave(delivered_after=1.2)
    server = start(mode=mode)
    hosts = {url.removeprefix("http://") for url in (server.url, simulator.url)}

    ada = opened(hosts).new_page()
    make_the_first_administrator(ada, server)
    choose_language(ada, say)
    enter_the_account(ada, say, simulator)
    create_the_service(ada, say)
    link = invite_ana(ada, say)
    allow_whatsapp(ada, say)

    page = opened(hosts).new_page()
    choose_a_password(page, link)
    choose_language(page, say)
    ana = Desk(page, say)
    go(page, say, "Conversations")
    ana.is_connected()

    phone = opened(hosts).new_page()
    phone.goto(simulator.url)
    write(phone, QUESTION)  # A7
    expect(ana.offer).to_contain_text("Sales")  # A8
    counts_down(ana.offer)
    ana.accept()
    expect(ana.bubble(QUESTION)).to_be_visible()
    expect(ana.seats).to_have_accessible_name(
        say("%(taken)s of %(limit)s conversations", taken=figure(say, 1), limit=figure(say, 2))
    )

    ticks = Ticks(ana)
    ana.send(ANSWER)
    expect(phone.get_by_role("list", name="Messages")).to_contain_text(ANSWER)
    expect(ana.tick(ANSWER, "read")).to_be_visible()
    assert ticks.seen() == [say("sent"), say("delivered"), say("read")]
    [sent] = [row for row in simulator.exchange.messages if not row.is_inbound]
    assert sent.sender == f"whatsapp:{NUMBER}"  # A2

    write(phone, THANKS)
    expect(ana.bubble(THANKS)).to_be_visible()
    expect(ana.rows).to_have_count(1)
    ana.button("Close").click()
    expect(
        ana.page.get_by_text(say("All answered. New conversations appear here."))
    ).to_be_visible()
    ana.show("Closed")
    expect(ana.rows).to_contain_text("Marta Kowalska")


def make_the_first_administrator(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/first")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.com")
    fill_passwords(page)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Chat channel")).to_be_visible()
    assert page.request.get(f"{server.url}/first").status == 404


def go(page: Page, say: Tongue, place: str) -> None:
    rail = page.get_by_role("navigation", name=say("Pages"))
    rail.get_by_role("link", name=say(place), exact=True).click()


def choose_language(page: Page, say: Tongue) -> None:
    go(page, ENGLISH, "My profile")
    page.get_by_label("Language", exact=True).select_option(say.code)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.locator(f"html[lang={say.code}][dir={say.direction}]")).to_be_attached()


def enter_the_account(page: Page, say: Tongue, simulator: Simulator) -> None:
    go(page, say, "Settings")
    page.get_by_role("link", name=say("Advanced → Chat channel")).click()
    page.get_by_label("WhatsApp").check()
    page.get_by_label("Account SID").fill(simulator.credentials.account_sid)
    page.get_by_label(say("Auth token"), exact=True).fill(simulator.credentials.auth_token)
    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.get_by_text(simulator.credentials.auth_token[-4:])).to_be_visible()
    assert simulator.credentials.auth_token not in page.content()


def create_the_service(page: Page, say: Tongue) -> None:  # A2
    go(page, say, "Services")
    page.get_by_role("link", name=say("New service")).click()
    page.get_by_label(say("Name"), exact=True).fill("Sales")
    page.get_by_role("checkbox", name=say("Chat"), exact=True).check()
    page.get_by_role("checkbox", name="WhatsApp", exact=True).check()
    page.get_by_label(say("Twilio phone number")).fill("+39 06 1234 5678")
    page.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    nobody = (
        "Nobody takes WhatsApp in %(service)s yet. "
        "Enable Chat and WhatsApp in the agents' profiles."
    )
    expect(page.get_by_text(say(nobody, service="Sales"))).to_be_visible()


def invite_ana(page: Page, say: Tongue) -> str:
    go(page, say, "Users")
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
    page.get_by_label("WhatsApp").select_option(label=str(say("on")))
    page.get_by_label(say("Max interactions")).fill(figure(say, 2))
    page.get_by_role("button", name=say("Apply to the chosen users")).click()
    changed = page.get_by_role("status")
    expect(changed).to_contain_text(say("Max interactions"))
    expect(changed).to_contain_text("Ana")


def choose_a_password(page: Page, link: str) -> None:
    page.goto(link)
    fill_passwords(page)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("All answered.")).to_be_visible()


def fill_passwords(page: Page) -> None:
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill(PASSWORD)


def write(phone: Page, text: str) -> None:
    phone.get_by_role("textbox", name="Message").fill(text)
    phone.get_by_role("button", name="Send").click()


def figure(say: Tongue, n: int) -> str:
    return "۰۱۲۳۴۵۶۷۸۹"[n] if say is PERSIAN else str(n)


def counts_down(offer: Locator) -> None:
    left = offer.locator("header .figures").filter(has_text=":")
    expect(left).to_be_visible()
    expect(left).not_to_have_text(str(left.text_content()))


class Ticks:
    """Every tick the last bubble has borne, however briefly."""

    def __init__(self, desk: Desk) -> None:
        self._thread = desk.thread
        self._waiting = desk.say("waiting to be sent")
        self._thread.evaluate(
            """thread => {
                thread.ticks = [];
                const note = () => {
                    const tick = [...thread.querySelectorAll(".tick")].at(-1)?.title;
                    if (tick && thread.ticks.at(-1) !== tick) thread.ticks.push(tick);
                };
                new MutationObserver(note).observe(
                    thread, {subtree: true, childList: true, attributes: true});
            }"""
        )

    def seen(self) -> list[str]:
        ticks: list[str] = self._thread.evaluate("thread => thread.ticks")
        return [tick for tick in ticks if tick != self._waiting]
