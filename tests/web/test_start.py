"""First steps: ticked by facts, and gone once a first message was answered (A1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.run import Runner
from occ.flows import agent_reply, show_offer
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.services import senders, sightings
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import User
from tests.builders import NOW, a_service, a_widget, an_agent, talks, the_interaction
from tests.web import twilio
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def steps(browser: Browser) -> list[str]:
    """The titles of those that are done."""
    page = browser.get("/start").text
    return [part.split("<span")[0].strip() for part in page.split("<h2>")[1:] if "badge-ok" in part]


def takes_no_chats(session: Session, user_id: int) -> None:
    user = session.get_one(User, user_id)
    user.chat = user.whatsapp = False


def test_each_step_is_ticked_by_what_has_happened(
    administrator: Browser, run: Runner, product: Product, simulator: Simulator, ada: User
) -> None:  # A1
    run(takes_no_chats, ada.id)
    twilio.connect(product, simulator)
    assert steps(administrator) == []

    twilio.enter(run, simulator)
    assert steps(administrator) == []
    sid = simulator.credentials.account_sid
    administrator.post("/settings/advanced/chat/verify", {"account_sid": sid})
    assert steps(administrator) == ["Twilio is verified"]
    service = run(a_service)
    twilio.enter(run, simulator)
    assert steps(administrator)[1:] == ["A service with a number"]
    assert f"/services/{service.key}/test" in administrator.get("/start").text
    ana = run(an_agent, "Ana", now=clock.now())
    assert steps(administrator)[2:] == ["An agent with Chat and WhatsApp"]
    assert "Twilio was not asked for this page: – not looked at yet: The number is" in shown(
        administrator.get("/start")
    )
    run(senders.note, {str(service.whatsapp_number): "Invitation not accepted"}, NOW)
    assert "not online on WhatsApp: “Invitation not accepted”" in shown(administrator.get("/start"))
    now = clock.now()
    key = talks(run, now=now)
    run(show_offer.shown, ana.id, the_interaction(run, key).key, now + timedelta(milliseconds=214))
    run(a_widget, [service])
    assert len(steps(administrator)) == 3
    run.plainly(sightings.note, "website", "https://www.example.com", now)
    assert steps(administrator)[3:] == ["A widget seen on a page"]
    run(agent_reply.reply, ana.id, key, "client", "Yes", clock.now())

    assert steps(administrator)[4:] == ["A message came in and was answered"]
    assert "On the screen in 214 ms." in shown(administrator.get("/start"))


def test_an_administrator_begins_there_until_a_message_was_answered(
    administrator: Browser, supervisor: Browser, run: Runner
) -> None:
    assert administrator.get("/").headers["Location"] == "/start"
    assert "First steps" in shown(administrator.get("/users"))
    assert supervisor.get("/").headers["Location"] == "/conversations"
    assert "First steps" not in shown(supervisor.get("/users"))
    run(a_service)
    run(an_agent, "Ana", now=clock.now())
    key = talks(run, now=clock.now())
    holder = the_interaction(run, key).user_id
    run(agent_reply.reply, holder, key, "client", "Yes", clock.now())

    assert administrator.get("/").headers["Location"] == "/conversations"
    assert "First steps" not in shown(administrator.get("/users"))


def test_it_says_where_sms_may_go_and_what_to_do_where_they_go_nowhere(
    administrator: Browser, supervisor: Browser, agent: Browser, run: Runner
) -> None:  # C4
    nowhere = "SMS go to no country yet"
    for path in ("/start", "/campaigns/new", "/settings/sms"):
        page = administrator.get(path)
        assert nowhere in shown(page) and 'href="/settings/company"' in page.text, path
    told = shown(supervisor.get("/campaigns"))
    assert nowhere in told and "An administrator chooses it in Settings → Company." in told
    assert nowhere not in shown(agent.get("/contacts"))

    run(store.save, CompanySettings(country="PL"), NOW)

    assert "SMS may go to: Poland." in shown(administrator.get("/start"))
    assert nowhere not in shown(administrator.get("/campaigns/new"))
