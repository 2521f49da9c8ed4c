"""Services: a number belongs to one of them, and the page says who serves it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from occ.core.run import Runner
from occ.flows import set_up
from occ.product import Product
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.twilio.provider import TwilioProvider
from occ.services.models import Service
from occ.settings.pages import TwilioSettings
from occ.users.models import User
from tests.builders import NOW, SALES_NUMBER, a_service, an_agent
from tests.web.browser import Browser, shown

SALES = {"name": "Sales", "chat": "on", "whatsapp": "on", "whatsapp_number": "+39 06 1234 5678"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serve_in_thread() as running:
        yield running.play(Exchange(phones=(SALES_NUMBER, "+48500100200")))


def test_a_service_is_created_with_its_number_and_members(
    administrator: Browser, run: Runner, ana: User
) -> None:  # A2
    answer = administrator.post("/services/new", {**SALES, "members": ana.key})

    with run.reading() as session:
        service = session.scalars(select(Service).where(Service.name == "Sales")).one()
    assert service.whatsapp_number == SALES_NUMBER
    page = shown(administrator.get(answer.headers["Location"]))
    assert "Saved." in page and "Ana" in page
    listed = shown(administrator.get("/services"))
    assert "Sales WhatsApp +39 06 1234 5678 Ana" in listed


@pytest.mark.parametrize("page", ["/services/new", "/settings/sms"])
def test_enter_in_a_field_saves_also_where_another_button_comes_first(
    administrator: Browser, page: str
) -> None:
    forms = re.findall(r"<form .*?</form>", administrator.get(page).text, re.DOTALL)
    [form] = [form for form in forms if "formaction" in form]

    # A browser presses a form's first button.
    [first, *_] = re.findall(r'<button type="submit".*?>', form)
    assert "formaction" not in first


def test_its_field_shows_the_number_as_people_read_it(administrator: Browser, run: Runner) -> None:
    administrator.post("/services/new", SALES)
    with run.reading() as session:
        key = session.scalars(select(Service.key).where(Service.name == "Sales")).one()

    assert 'value="+39 06 1234 5678"' in administrator.get(f"/services/{key}").text


def test_a_number_in_persian_digits_is_the_same_number(administrator: Browser, run: Runner) -> None:
    administrator.post("/services/new", {**SALES, "whatsapp_number": "+۳۹ ۰۶ ۱۲۳۴ ۵۶۷۸"})

    with run.reading() as session:
        assert session.scalar(select(Service).where(Service.whatsapp_number == SALES_NUMBER))


def test_a_second_claim_to_a_number_is_refused_naming_the_first(
    administrator: Browser, run: Runner
) -> None:  # A2
    run(a_service, "Sales")

    answer = administrator.post("/services/new", {**SALES, "name": "Support"})

    assert answer.status_code == 422
    assert "+39 06 1234 5678 belongs to Sales: one number, one service." in shown(answer)
    assert 'value="Support"' in answer.text
    with run.reading() as session:
        assert session.scalar(select(Service).where(Service.name == "Support")) is None


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter a name of 1 to 60 characters."),
        ({"chat": None}, "whatsapp", "switch Chat on first."),  # A3
        ({"whatsapp_number": ""}, "whatsapp_number", "WhatsApp needs the number"),
        ({"whatsapp_number": "600"}, "whatsapp_number", "This is not a phone number."),
        ({"whatsapp_number": "<b>1</b>"}, "whatsapp_number", "This is not a phone number."),
        ({"members": "usr_gone"}, "members", "no longer a user. Choose again."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    administrator: Browser, wrong: dict[str, str | None], field: str, sentence: str
) -> None:
    form = {name: value for name, value in {**SALES, **wrong}.items() if value is not None}

    answer = administrator.post("/services/new", form)

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text


def test_the_page_says_when_nobody_takes_whatsapp(
    administrator: Browser, run: Runner, ada: User
) -> None:
    service = run(a_service, members=(run(an_agent, "Ben", whatsapp=False),))

    warning = "Nobody takes WhatsApp in Sales yet."
    assert warning in shown(administrator.get(f"/services/{service.key}"))

    run(a_service, "Support", "+48500100200", members=(run(an_agent, "Ana"),))
    with run.reading() as session:
        support = session.scalars(select(Service).where(Service.name == "Support")).one()
    assert warning not in shown(administrator.get(f"/services/{support.key}"))


def test_a_number_is_picked_from_the_accounts(
    administrator: Browser, run: Runner, product: Product, simulator: Simulator
) -> None:
    product.twilio = TwilioProvider(simulator.url, timeout=5)
    run(a_service, "Sales")
    known = simulator.credentials
    run(set_up.save, None, TwilioSettings(True, known.account_sid, known.auth_token), NOW)

    page = administrator.post("/services/new/numbers", {"name": "Support", "chat": "on"})

    assert 'value="Support"' in page.text
    assert "+48 500 100 200" in shown(page)
    assert "belongs to Sales" in shown(page)
    form = {**SALES, "name": "Support", "picked_number": "+48500100200", "whatsapp_number": ""}
    assert administrator.post("/services/new", form).status_code == 302
    with run.reading() as session:
        support = session.scalars(select(Service).where(Service.name == "Support")).one()
    assert support.whatsapp_number == "+48500100200"


def test_where_twilio_can_not_be_asked_the_page_says_why_and_keeps_what_was_typed(
    administrator: Browser, run: Runner, product: Product
) -> None:
    form = {"name": "Support", "chat": "on"}
    page = administrator.post("/services/new/numbers", form)
    assert "Enter the Twilio account first" in shown(page)

    run(set_up.save, None, TwilioSettings(True, "AC" + "0" * 32, "1" * 32), NOW)
    product.twilio = TwilioProvider("http://127.0.0.1:9", timeout=1)
    page = administrator.post("/services/new/numbers", form)

    assert "Twilio can't be reached." in shown(page)
    assert 'value="Support"' in page.text


def test_a_service_that_is_not_there_is_not_found(administrator: Browser) -> None:
    assert administrator.get("/services/svc_none").status_code == 404
    assert administrator.post("/services/svc_none", SALES).status_code == 404
    assert "There is no such service." in shown(administrator.get("/services/svc_none"))


def test_names_with_html_are_shown_as_text(administrator: Browser, run: Runner) -> None:
    evil = "<script>alert(1)</script>"
    ben = run(an_agent, "Ben")
    run(lambda session: setattr(session.get_one(User, ben.id), "name", evil))
    run(a_service, evil, members=())

    for path in ("/services", "/services/new", "/users", f"/users/{ben.key}"):
        page = administrator.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, path
        assert "<script>alert" not in page, path
