"""From an empty database over a visitor of the website to a customer who has her answer.

Each person is at a screen of their own (A1 to A6, A8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect

from occ.providers.simulator.server import Simulator
from tests.company import NUMBER
from tests.journeys.conftest import Open
from tests.journeys.desk import Desk
from tests.journeys.setting_up import (
    FirstSteps,
    allow_whatsapp,
    choose_a_password,
    choose_language,
    create_the_service,
    figure,
    go,
    invite_ana,
    make_the_first_administrator,
    make_the_widget,
    set_the_webhook,
    verify_the_account,
)
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue
from tests.journeys.visiting import (
    WORDS,
    Visit,
    finds_the_button,
    goes_to_whatsapp_on_the_web,
    scans_the_code_by_keys_alone,
    visiting,
)
from tests.live import Start
from tests.stateful import MORE

ANSWER, THANKS = "It left this morning.", "Thank you!"
TICKS = ("waiting to be sent", "sent", "delivered", "read")


Comes = Callable[[AbstractContextManager[Visit]], Visit]


@pytest.fixture
def comes() -> Iterator[Comes]:
    """A visitor stays on the website until the story has ended."""
    with ExitStack() as stays:
        yield stays.enter_context


# By threads: the other journeys have a server in the other mode, and share it.
TOLD = [(PERSIAN, "threading"), (ENGLISH, "eventlet")][: 2 if MORE > 1 else 1]


@pytest.mark.live
@pytest.mark.parametrize(("say", "mode"), TOLD, ids=[say.code for say, _ in TOLD])
def test_a_company_sets_itself_up_and_answers_its_first_customer(
    say: Tongue, mode: str, start: Start, simulator: Simulator, opened: Open, comes: Comes
) -> None:
    server = start(mode=mode)
    hosts = {url.removeprefix("http://") for url in (server.url, simulator.url)}

    ada = opened(hosts).new_page()
    make_the_first_administrator(ada, server)
    choose_language(ada, say)
    first_steps = FirstSteps(ada, say)
    first_steps.next("Twilio is verified", "Enter the account")
    verify_the_account(ada, say, simulator)
    first_steps.next("A service with a number", "Create a service")
    create_the_service(ada, say)
    set_the_webhook(ada, say, simulator)
    first_steps.next("An agent with Chat and WhatsApp", "Choose agents")
    link = invite_ana(ada, say)
    allow_whatsapp(ada, say)
    first_steps.next("A widget seen on a page", "To the widgets")
    widget = make_the_widget(ada, say, WORDS)
    visit = comes(visiting(opened, server.url, widget, say))
    finds_the_button(visit)
    first_steps.is_done("A widget seen on a page")

    page = opened(hosts).new_page()
    choose_a_password(page, link)
    choose_language(page, say)
    ana = Desk(page, say)
    go(page, say, "Conversations")
    ana.is_connected()

    first_steps.next("A message came in and was answered", "Test now, from a phone")
    expect(ada.get_by_role("heading", name=say("Test now"))).to_be_visible()
    scans_the_code_by_keys_alone(visit, NUMBER)
    draft = goes_to_whatsapp_on_the_web(visit, NUMBER)
    assert draft == WORDS
    phone = opened(hosts).new_page()
    phone.goto(simulator.url)
    write(phone, draft)
    page.bring_to_front()
    expect(ana.offer).to_contain_text("Sales")  # A8
    expect(ada.get_by_text(say("On the screen of %(agent)s", agent="Ana"))).to_be_visible()
    counts_down(ana.offer)
    ana.accept()
    expect(ana.bubble(WORDS)).to_be_visible()
    expect(ana.seats).to_have_accessible_name(
        say("%(taken)s of %(most)s conversations", taken=figure(say, 1), most=figure(say, 2))
    )

    ticks = Ticks(ana)
    ana.send(ANSWER)
    expect(phone.get_by_role("list", name="Messages")).to_contain_text(ANSWER)
    expect(ana.tick(ANSWER, "read")).to_be_visible()
    assert ticks.only_rise_to("read")
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

    go(ada, say, "First steps")
    expect(ada.get_by_text(say("All done: customers reach you, and you answer."))).to_be_visible()
    expect(ada.get_by_text(say("On the screen in %(ms)s ms."))).to_be_visible()
    expect(ada.get_by_role("link", name=say("First steps"), exact=True)).to_be_hidden()


def write(phone: Page, text: str) -> None:
    phone.get_by_role("textbox", name="Message").fill(text)
    phone.get_by_role("button", name="Send").click()


def counts_down(offer: Locator) -> None:
    left = offer.locator("header .figures").filter(has_text=":")
    expect(left).to_be_visible()
    expect(left).not_to_have_text(str(left.text_content()))


class Ticks:
    """Every tick the last bubble has borne, however briefly."""

    def __init__(self, desk: Desk) -> None:
        self._thread = desk.thread
        self._ladder = [desk.say(tick) for tick in TICKS]
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

    def only_rise_to(self, last: str) -> bool:
        """Two that come within one frame are drawn as one."""
        seen: list[str] = self._thread.evaluate("thread => thread.ticks")
        rungs = [self._ladder.index(tick) for tick in seen]
        return rungs == sorted(set(rungs)) and TICKS[rungs[-1]] == last
