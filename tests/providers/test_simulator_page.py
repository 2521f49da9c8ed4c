from __future__ import annotations

import re

import pytest
import requests

from occ.messaging.ports import Outbound
from occ.messaging.sms_account import SmsAccess
from occ.providers.simulator import bad_days
from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.providers.simulator.smsapi.behaviour import SmsapiBehaviour
from occ.providers.smsapi.provider import SmsapiProvider
from occ.providers.twilio.provider import TwilioProvider
from tests.providers.product import Product


def page(simulator: Simulator, **query: str) -> str:
    answer = requests.get(f"{simulator.url}/", params=query, timeout=20)
    assert answer.status_code == 200
    return answer.text


def post(simulator: Simulator, path: str, **form: str) -> requests.Response:
    return requests.post(f"{simulator.url}{path}", data=form, timeout=20)


def test_the_page_opens_with_somebody_to_be(simulator: Simulator) -> None:
    assert "Marta Kowalska" in page(simulator)


def test_what_is_typed_there_reaches_the_product(simulator: Simulator, product: Product) -> None:
    simulator.exchange.meet(Customer("Luigi Bianchi", "+393331234567"))
    to = "whatsapp:+390612345678"

    answer = post(
        simulator, "/write", customer="+393331234567", to=to, body="Ciao <b>", kind="text"
    )

    assert simulator.settle()
    assert product.said("Body") == ["Ciao <b>"]
    assert product.said("From") == ["whatsapp:+393331234567"]
    assert "Ciao &lt;b&gt;" in answer.text
    assert "<b>Ciao" not in answer.text


def test_both_sides_of_the_talk_are_shown_with_ticks(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    twilio.send(simulator.credentials, reply)
    assert simulator.settle()

    shown = page(simulator, customer="+48500100200")

    assert re.search(r"bubble mine.*Dzień dobry.*bubble theirs.*Już sprawdzam", shown, re.DOTALL)
    assert 'class="tick read"' in shown


@pytest.mark.parametrize("kind", ["image", "location", "contacts"])
def test_another_kind_needs_no_text(simulator: Simulator, product: Product, kind: str) -> None:
    post(simulator, "/write", customer="", to="whatsapp:+390612345678", body="", kind=kind)

    assert simulator.settle()
    assert product.said("MessageType") == [kind]


def test_an_empty_text_is_not_sent(simulator: Simulator) -> None:
    post(simulator, "/write", customer="", to="whatsapp:+390612345678", body=" ", kind="text")

    assert simulator.exchange.messages == []


def test_someone_else_is_added_by_a_number_typed_as_people_do(simulator: Simulator) -> None:
    answer = post(simulator, "/customers", name="رضا", phone="۰۰۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹")

    assert simulator.exchange.customers["+989123456789"].name == "رضا"
    assert "رضا" in answer.text
    wrong = post(simulator, "/customers", name="x", phone="12")
    assert wrong.status_code == 400
    assert "country code" in wrong.text


def test_a_bad_day_is_ordered_and_ended_by_the_same_button(simulator: Simulator) -> None:
    ordered = post(simulator, "/trouble", name="double")

    assert simulator.exchange.behaviour.double
    assert re.search(r'value="double"\s+aria-pressed="true"', ordered.text)
    post(simulator, "/trouble", name="double")
    assert not simulator.exchange.behaviour.double


def test_every_bad_day_on_the_page_is_one_and_all_end_at_once(simulator: Simulator) -> None:
    for group in bad_days.ORDERS.values():
        for name in group:
            assert post(simulator, "/trouble", name=name).status_code == 200
    assert simulator.exchange.behaviour != Behaviour()

    post(simulator, "/trouble", name="")

    assert simulator.exchange.behaviour == Behaviour()


def test_another_sites_page_may_not_write_in_a_customers_name(simulator: Simulator) -> None:
    answer = requests.post(
        f"{simulator.url}/write",
        data={"body": "Hello", "kind": "text"},
        headers={"Origin": "https://evil.example.com"},
        timeout=20,
    )

    assert answer.status_code == 403
    assert simulator.exchange.messages == []


def test_nothing_but_its_own_script_and_style_may_run_there(simulator: Simulator) -> None:
    answer = requests.get(simulator.url, timeout=20)

    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    for name in ("simulator.js", "simulator.css", "simulator.svg"):
        assert requests.get(f"{simulator.url}/static/{name}", timeout=20).status_code == 200


def test_an_sms_by_smsapi_is_shown_with_what_became_of_it(
    simulator: Simulator, smsapi: SmsapiProvider, access: SmsAccess, sms: Outbound
) -> None:
    post(simulator, "/trouble", name="sms-undelivered")
    smsapi.send(access, sms)
    assert simulator.settle()

    shown = page(simulator)

    assert "Już wysłane." in shown and "UNDELIVERED" in shown and "+48 500 100 200" in shown
    assert re.search(r'value="sms-undelivered"\s+aria-pressed="true"', shown)
    post(simulator, "/trouble", name="sms-undelivered")
    assert simulator.smsapi.behaviour.ending == "delivered"
    post(simulator, "/trouble", name="sms-busy")
    post(simulator, "/trouble", name="")
    assert simulator.smsapi.behaviour == SmsapiBehaviour()


@pytest.mark.parametrize("name", list(bad_days.SMS_ORDERS["SMS by SMSAPI"]))
def test_every_bad_day_of_smsapi_begins_and_ends(simulator: Simulator, name: str) -> None:
    before = simulator.smsapi.behaviour

    post(simulator, "/trouble", name=name)
    assert simulator.smsapi.behaviour != before
    post(simulator, "/trouble", name=name)

    assert simulator.smsapi.behaviour == before
