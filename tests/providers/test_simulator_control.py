from __future__ import annotations

from typing import Any

import pytest
import requests

from occ.messaging.ports import Outbound
from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider
from tests.providers.product import Product


def call(simulator: Simulator, method: str, path: str, told: Any = None) -> requests.Response:
    return requests.request(method, f"{simulator.url}/simulator{path}", json=told, timeout=20)


def test_behaviour_is_ordered_shown_and_ended_by_json(simulator: Simulator) -> None:
    changed = call(simulator, "POST", "/behaviour", {"fail": 21610, "times": 1, "delay": 1})

    assert changed.json()["fail"] == 21610
    assert simulator.exchange.behaviour.delay == 1
    assert call(simulator, "GET", "/behaviour").json() == changed.json()
    assert call(simulator, "DELETE", "/behaviour").status_code == 200
    assert simulator.exchange.behaviour == Behaviour()


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"explode": True}, "There is no behaviour “explode”."),
        ({"delay": -1}, "“delay” takes seconds, not -1."),
        ({"delay": "long"}, "“delay” takes seconds, not 'long'."),
        ({"delay": True}, "“delay” takes seconds, not True."),
        ({"double": 1}, "“double” takes true or false, not 1."),
        ({"times": 1.5}, "“times” takes a whole number or nothing, not 1.5."),
        ({"lose_answers": "maybe"}, "“lose_answers” is one of: , close, silence."),
        ([], "Send a JSON object."),
    ],
)
def test_what_is_no_behaviour_is_refused_in_words(
    simulator: Simulator, told: Any, problem: str
) -> None:
    before = simulator.exchange.behaviour

    answer = call(simulator, "POST", "/behaviour", told)

    assert (answer.status_code, answer.json()["error"]) == (400, problem)
    assert simulator.exchange.behaviour == before


def test_a_customer_can_write_by_json(simulator: Simulator, product: Product) -> None:
    told = {"from": "+48500100200", "profile_name": "Marta", "body": "Hi", "kind": "image"}

    answer = call(simulator, "POST", "/write", told)

    assert simulator.settle()
    assert answer.status_code == 201
    assert product.said("MessageSid") == [answer.json()["sid"]]
    assert product.said("MessageType") == ["image"]


def test_someone_who_hides_the_number_can_write_by_json(
    simulator: Simulator, product: Product
) -> None:
    told = {"bsuid": "FR.1aB", "body": "Bonjour", "extra": {"Forwarded": "true"}}

    call(simulator, "POST", "/write", told)

    assert simulator.settle()
    assert product.said("From") == ["whatsapp:FR.1aB"]
    assert product.said("Forwarded") == ["true"]


def test_a_name_once_known_stays(simulator: Simulator, product: Product) -> None:
    call(simulator, "POST", "/write", {"from": "+48500100200", "profile_name": "Marta"})
    call(simulator, "POST", "/write", {"from": "+48500100200", "body": "Again"})

    assert simulator.settle()
    assert product.said("ProfileName") == ["Marta", "Marta"]


@pytest.mark.parametrize(
    "told", [{}, {"from": 48}, {"from": "+48500100200", "extra": []}, {"bsuid": "F", "kind": "x"}]
)
def test_what_nobody_can_write_is_refused(simulator: Simulator, told: Any) -> None:
    assert call(simulator, "POST", "/write", told).status_code == 400


def test_a_form_of_another_site_cannot_give_orders(simulator: Simulator) -> None:
    for url in ("/simulator/behaviour", "/simulator/write"):
        assert requests.post(simulator.url + url, data={"down": "1"}, timeout=20).status_code == 415


def test_everything_said_and_everything_that_went_wrong_can_be_read(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    twilio.send(simulator.credentials, reply)
    simulator.exchange.alert(11200, "http://occ.example.com/in?secret=x", "no good answer")

    rows = call(simulator, "GET", "/messages").json()["messages"]
    alerts = call(simulator, "GET", "/alerts").json()["alerts"]

    assert [row["body"] for row in rows] == ["Dzień dobry", "Już sprawdzam."]
    assert alerts == [{"code": 11200, "text": "occ.example.com/in: no good answer"}]


def test_only_the_last_hundred_alerts_are_kept(simulator: Simulator) -> None:
    for number in range(150):
        simulator.exchange.alert(number, "", "x")

    assert [line.code for line in simulator.exchange.alerts] == list(range(50, 150))


def test_a_customer_who_writes_is_among_those_the_page_shows(simulator: Simulator) -> None:
    simulator.write(Customer("Marta", "+48500100200"), "Hi")

    assert list(simulator.exchange.customers) == ["+48500100200"]
