"""Webhooks set at Twilio from here: shown before and after, and nothing foreign unseen (A1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.product import Product
from occ.providers.simulator.account import Number
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator
from tests.builders import SALES_NUMBER, a_service
from tests.web import twilio
from tests.web.browser import Browser, shown

PAGE = "/settings/advanced/chat/webhooks"
OURS = "https://chat.example.com/webhooks/twilio/messages"
FOREIGN = "https://user:secret@crm.example.com/in?x=1"

# What differs between databases is in tests/settings/.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def exchange(simulator: Simulator) -> Iterator[Exchange]:
    exchange = Exchange(phones=(SALES_NUMBER,))
    simulator.play(exchange)
    yield exchange
    exchange.close()


@pytest.fixture
def number(product: Product, run: Runner, simulator: Simulator, exchange: Exchange) -> Number:
    twilio.connect(product, simulator)
    twilio.enter(run, simulator)
    run(a_service, "Sales")
    twilio.enter(run, simulator)
    [number] = exchange.numbers
    return number


def webhook(number: Number) -> dict[str, str]:
    assert number.sender
    return number.sender.webhook


def ticked(page: str) -> list[str]:
    boxes = re.findall(r"<input[^>]*name=\"hook\"[^>]*>", page)
    return [re.search(r'value="(\w+)"', box)[1] for box in boxes if " checked" in box]  # type: ignore[index]


def seen(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen-\w+)" value="([^"]*)"', page))


def test_a_sender_without_an_address_is_ticked_and_pointed_here(
    administrator: Browser, run: Runner, number: Number
) -> None:  # A1
    page = administrator.get(PAGE).text
    assert number.sender and ticked(page) == [number.sender.sid]

    administrator.post(PAGE, {**seen(page), "hook": ticked(page)})

    assert webhook(number) == {
        "callback_url": f"{OURS}#rc=3&rp=ct,rt,5xx&rt=4000",
        "callback_method": "POST",
        "fallback_url": OURS,
        "fallback_method": "POST",
        "status_callback_url": "https://chat.example.com/webhooks/twilio/status",
        "status_callback_method": "POST",
    }
    assert number.sms_url == ""
    words = shown(administrator.get(PAGE))
    assert "points here" in words and "Sales" in words
    with run.reading() as session:
        [entry] = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "webhook_set")
        ).all()
    assert entry.subject_key == f"whatsapp:{SALES_NUMBER}"
    assert entry.after["webhook"].startswith(OURS)


def test_a_foreign_address_is_shown_and_not_ticked_and_changed_only_when_it_is(
    administrator: Browser, run: Runner, number: Number
) -> None:  # A1
    webhook(number)["callback_url"] = FOREIGN
    page = administrator.get(PAGE)

    assert ticked(page.text) == []
    assert "another system has it now" in shown(page)
    assert "…@crm.example.com/in?x=1" in shown(page) and "secret" not in page.text
    assert number.sender
    administrator.post(PAGE, {**seen(page.text), "hook": number.sender.sid})

    assert webhook(number)["callback_url"].startswith(OURS)
    with run.reading() as session:
        [entry] = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "webhook_set")
        ).all()
    assert entry.before == {"webhook": "https://…@crm.example.com/in?x=1"}


def test_what_was_changed_at_twilio_since_it_was_shown_is_not_overwritten(
    administrator: Browser, number: Number
) -> None:  # A1
    page = administrator.get(PAGE).text
    webhook(number)["callback_url"] = FOREIGN

    answer = administrator.post(PAGE, {**seen(page), "hook": ticked(page)})

    assert webhook(number)["callback_url"] == FOREIGN
    assert "It was changed at Twilio in the meantime. Look again." in shown(answer)


def test_sms_goes_through_the_numbers_own_address(administrator: Browser, number: Number) -> None:
    page = administrator.get(PAGE).text

    administrator.post(PAGE, {**seen(page), "hook": number.sid})

    assert (number.sms_url, number.sms_method) == (f"{OURS}#rc=3&rp=ct,rt,5xx&rt=4000", "POST")
    assert number.sms_fallback_url == OURS
    assert webhook(number) == {}


def test_where_an_application_comes_first_the_address_is_not_set(
    administrator: Browser, number: Number
) -> None:
    number.sms_application_sid = "AP" + "0" * 32
    page = administrator.get(PAGE).text

    administrator.post(PAGE, {**seen(page), "hook": number.sid})

    assert "a TwiML application comes first" in page
    assert number.sms_url == ""


def test_where_twilio_refuses_the_page_says_why(
    administrator: Browser, number: Number, exchange: Exchange
) -> None:
    page = administrator.get(PAGE).text
    exchange.behave(account_status="suspended")

    answer = administrator.post(PAGE, {**seen(page), "hook": ticked(page)})

    assert "the account is suspended" in shown(answer)
    assert webhook(number) == {}
    exchange.behave(account_status="active", down=True)
    assert "Twilio is out of order" in shown(administrator.get(PAGE))


def test_without_an_account_the_page_asks_for_it(administrator: Browser) -> None:
    assert "Enter the Twilio account first" in shown(administrator.get(PAGE))
    assert administrator.post(PAGE, {"hook": "XE1"}).status_code == 302
