"""A service's check-list with Twilio asked, and the test from a phone to a screen (A1, A2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.run import Runner
from occ.flows import save_hours, set_up, show_offer
from occ.messaging.models import Webhook
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.services import automatic, hours_text
from occ.services.automatic import Text, TextKind
from occ.services.hours import Hours, OtherDay
from occ.services.models import Service
from occ.settings.pages import TwilioSettings
from occ.users.models import User
from tests.builders import (
    a_service,
    a_widget,
    an_agent,
    an_inbound,
    receive,
    the_interaction,
    writes,
)
from tests.web import twilio
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def sales(run: Runner, product: Product, simulator: Simulator) -> Service:
    twilio.connect(product, simulator)
    service = run(a_service, "Sales")
    twilio.enter(run, simulator)
    return service


def begin(browser: Browser, service: Service) -> str:
    """The address of a test that has begun."""
    return browser.get(f"/services/{service.key}/test").headers["Location"]


def test_the_page_of_a_service_shows_its_check_list_and_asks_twilio_on_demand(
    administrator: Browser, sales: Service
) -> None:  # A2
    page = shown(administrator.get(f"/services/{sales.key}"))
    assert "Nobody has verified this account since it was entered." in page
    assert "not looked at yet: The number is a WhatsApp sender of the account, online" in page

    checked = shown(administrator.get(f"/services/{sales.key}/check"))

    assert "right: The number is a WhatsApp sender of the account, online." in checked
    assert "It has no webhook, so Twilio tells nobody of its messages." in checked
    assert "Set webhooks at Twilio" in checked


def test_a_sender_that_is_not_online_is_said_wherever_it_matters_once_twilio_was_asked(
    administrator: Browser, run: Runner, sales: Service, simulator: Simulator
) -> None:  # A5
    run(a_widget, [sales])
    number = simulator.exchange.numbers[0]
    assert number.sender and number.phone == sales.whatsapp_number
    number.sender.status = "OFFLINE"
    number.sender.offline_reasons = [{"code": "63020", "message": "Invitation not accepted"}]
    assert "is not online" not in shown(administrator.get(f"/services/{sales.key}"))

    administrator.get(f"/services/{sales.key}/check")

    said = "Twilio says that the WhatsApp sender of Sales, +39 06 1234 5678"
    for page in (f"/services/{sales.key}", "/settings/widgets/website/channels/whatsapp"):
        words = shown(administrator.get(page))
        assert said in words and "Invitation not accepted" in words, page
    assert "not online" in shown(administrator.get("/services"))
    assert "A WhatsApp sender is not online" in shown(administrator.get("/system"))
    assert "WhatsApp is not available here just now" in shown(administrator.get("/w/website"))
    assert administrator.get("/w/website.svg").status_code == 404


def test_a_message_is_followed_from_the_edge_to_the_screen(
    administrator: Browser, run: Runner, sales: Service, ada: User
) -> None:  # A1
    address = begin(administrator, sales)
    state = address.replace("/test?", "/test/state?")
    waiting = administrator.get(address)
    assert "Write a WhatsApp to this number from your phone" in shown(waiting)
    assert f'data-follow="{state}' in waiting.text and 'data-state="nothing"' in waiting.text
    assert administrator.get(f"/services/{sales.key}/test.svg").mimetype == "image/svg+xml"

    ana = run(an_agent, "Ana", now=clock.now())
    run(lambda session: setattr(session.get_one(User, ada.id), "max_interactions", 1))
    now = clock.now()
    offer = the_interaction(run, writes(run, now=now))
    name = "Ana" if offer.user_id == ana.id else "Ada"
    assert administrator.get(state).json == {"state": f"offered to {name}"}
    assert f"Not on the screen of {name} yet" in shown(administrator.get(address))
    run(show_offer.shown, offer.user_id, offer.key, now + timedelta(milliseconds=1214))

    assert administrator.get(state).json == {"state": "done"}
    done = administrator.get(address)
    assert f"On the screen of {name} after 1,214 ms" in shown(done)
    assert "data-follow" not in done.text


def test_by_polling_the_way_from_the_phone_to_here_is_a_line_of_its_own(
    administrator: Browser, run: Runner, sales: Service
) -> None:  # A1
    run(an_agent, "Ana", now=clock.now())
    address = begin(administrator, sales)
    letter, now = an_inbound(), clock.now()

    run(receive, replace(letter, written_at=now - timedelta(seconds=4)), now)

    page = shown(administrator.get(address))
    assert "From the phone to here: 4 seconds" in page
    assert "Offered to" in page

    run(_posted_later, letter.sid, now + timedelta(seconds=2))
    assert "Offered to" in shown(administrator.get(address)), "timed from when it was fetched"


def _posted_later(session: Session, sid: str, at: datetime) -> None:
    """Its webhook comes after it was fetched, and offered."""
    session.execute(update(Webhook).where(Webhook.dedupe == sid).values(received_at=at))


def test_what_waits_says_why(administrator: Browser, run: Runner) -> None:
    ben = run(an_agent, "Ben", online=False)
    service = run(a_service, members=(ben,))
    address = begin(administrator, service)
    assert "It will wait, and this page will say so." in shown(administrator.get(address))

    writes(run, now=clock.now())

    page = shown(administrator.get(address))
    assert "It waits in the queue. Nobody who serves it is signed in." in page


def test_a_test_says_that_the_service_is_closed_and_what_it_answers_by_itself(
    administrator: Browser, run: Runner, ana: User, sales: Service
) -> None:
    now = clock.now()
    day = (now + timedelta(days=2)).date()
    hours = Hours(((),) * 7, (OtherDay(day, hours_text.read("9-17")),))
    texts = {kind: Text(True, {"en": "Hello"}) for kind in TextKind}
    run(automatic.save, None, sales.key, texts, now)
    address = begin(administrator, sales)
    greeted = shown(administrator.get(address))
    assert "Its greeting answers by itself" in greeted and "closed now" not in greeted

    run(save_hours.save, None, sales.key, (hours, "", False), now)

    closed = shown(administrator.get(address))
    assert "The service is closed now. It opens:" in closed
    assert "What comes in waits until then." in closed
    assert "Its text for out of hours answers by itself" in closed
    assert "The service is closed now. It will wait, and this page will say so." in closed

    writes(run, now=now)
    assert "It waits in the queue. The service is closed now." in shown(administrator.get(address))

    run(save_hours.save, None, sales.key, (hours, "", True), clock.now())
    offered = shown(administrator.get(address))
    assert "What comes in is offered all the same to whoever is there." in offered
    assert "It will wait" not in offered


def test_a_service_without_a_number_has_nothing_to_test(
    administrator: Browser, run: Runner
) -> None:
    service = run(a_service)
    run(lambda session: setattr(session.get_one(Service, service.id), "whatsapp_number", None))

    assert administrator.get(f"/services/{service.key}/test").status_code == 404
    assert "has no number" in shown(administrator.get(f"/services/{service.key}/check"))
    assert administrator.get("/services/svc_none/check").status_code == 404


def test_whatsapp_switched_off_is_said_where_a_test_begins(
    administrator: Browser, run: Runner, sales: Service, simulator: Simulator
) -> None:  # A1
    off, address = "WhatsApp is switched off for the whole company.", begin(administrator, sales)
    run(an_agent, "Ana", now=clock.now())
    assert off not in shown(administrator.get(address)) + shown(administrator.get("/start"))

    known = simulator.credentials
    account = TwilioSettings(False, known.account_sid, known.auth_token)
    run(set_up.save, None, account, clock.now())

    for page in (address, "/start"):
        answer = administrator.get(page)
        assert off in shown(answer) and 'href="/settings/advanced/chat"' in answer.text
    assert "no webhook" not in shown(administrator.get(address))


def test_a_test_says_what_is_wrong_with_the_number_at_twilio(
    administrator: Browser, run: Runner, sales: Service, simulator: Simulator, ada: User
) -> None:  # A1
    [number] = simulator.exchange.numbers
    assert number.sender
    address = begin(administrator, sales)
    none = "It has no webhook, so Twilio tells nobody of its messages."
    assert none in shown(administrator.get(address))

    number.sender.status = "OFFLINE"
    assert "The sender is not online on WhatsApp." in shown(administrator.get(address))

    now = clock.now()
    offer = the_interaction(run, writes(run, now=now))
    run(show_offer.shown, offer.user_id, offer.key, now)
    assert "not online" not in shown(administrator.get(address))
