"""Messages as Twilio's OpenAPI has them (twilio-oai, api_v2010): fields, types, codes, pages."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.providers.api import PHONE, Api

MESSAGE_FIELDS = {
    "body": str,
    "num_segments": str,
    "direction": str,
    "from": str,
    "to": str,
    "date_updated": str,
    "price": None,
    "error_message": None,
    "uri": str,
    "account_sid": str,
    "num_media": str,
    "status": str,
    "messaging_service_sid": None,
    "sid": str,
    "date_sent": None,
    "date_created": str,
    "error_code": None,
    "price_unit": None,
    "api_version": str,
    "subresource_uris": dict,
}


def test_a_message_is_answered_in_twilios_shape(api: Api) -> None:
    answer = api.send()

    row = answer.json()
    assert answer.status_code == 201
    assert row.keys() == MESSAGE_FIELDS.keys()
    for name, kind in MESSAGE_FIELDS.items():
        assert row[name] is None if kind is None else isinstance(row[name], kind), name
    assert re.fullmatch(r"SM[0-9a-f]{32}", row["sid"])
    assert (row["status"], row["direction"], row["num_segments"]) == ("queued", "outbound-api", "1")
    assert parsedate_to_datetime(row["date_created"]).tzinfo


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"To": ""}, 21604, 400),
        ({"From": ""}, 21603, 400),
        ({"Body": ""}, 21619, 400),
        ({"Body": "x" * 1601}, 21617, 400),
        ({"PersistentAction": "52.2,21.0"}, 20001, 400),
        ({"To": "whatsapp:+48"}, 21211, 400),
        ({"To": "whatsapp:marta"}, 21211, 400),
        ({"To": "+48500100200"}, 21910, 400),
        ({"From": PHONE}, 21910, 400),
        ({"From": "whatsapp:+390600000000"}, 63007, 400),
        ({"From": "+390600000000", "To": "+48500100200"}, 21606, 400),
        ({"StatusCallback": "not a url"}, 21609, 400),
        ({"StatusCallback": "https://my_host/status"}, 21609, 400),
        ({"MediaUrl": "ftp://x/y"}, 21620, 400),
        ({"ContentSid": "HX1"}, 21655, 400),
        ({"ContentSid": "HX" + "0" * 32, "ContentVariables": '{"1": ""}'}, 21656, 400),
        ({"ContentSid": "HX" + "0" * 32, "ContentVariables": "[]"}, 21656, 400),
        ({"ContentSid": "HX" + "0" * 32, "ContentVariables": '{"1": "x"}'}, 21655, 400),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(
    api: Api, changes: dict[str, str], code: int, status: int
) -> None:
    answer = api.send(**changes)

    told = answer.json()
    assert (answer.status_code, told["code"], told["status"]) == (status, code, status)
    assert told.keys() == {"code", "message", "more_info", "status"}


def test_sixteen_hundred_characters_are_taken(api: Api) -> None:
    assert api.send(Body="ż" * 1600).status_code == 201


def test_after_stop_an_sms_is_refused_until_start(api: Api, simulator: Simulator) -> None:
    marta = Customer("Marta", "+48500100200")
    sms = {"To": "+48500100200", "From": PHONE}
    simulator.write(marta, "Hello", to=PHONE)
    assert api.send(**sms).status_code == 201

    simulator.write(marta, " stop ", to=PHONE)

    assert api.send(**sms).json()["code"] == 21610
    simulator.write(marta, "START", to=PHONE)
    assert api.send(**sms).status_code == 201


@pytest.mark.parametrize(
    ("body", "segments"), [("x" * 160, "1"), ("x" * 161, "2"), ("ż" * 70, "1"), ("ż" * 71, "2")]
)
def test_an_sms_is_billed_by_its_parts(api: Api, body: str, segments: str) -> None:
    sms = {"To": "+48500100200", "From": PHONE, "Body": body}

    assert api.send(**sms).json()["num_segments"] == segments


def test_a_number_without_sms_sends_none(api: Api, simulator: Simulator) -> None:
    simulator.exchange.add_number("+390600000001", sms=False)
    sms = {"To": "+48500100200", "From": "+390600000001"}

    assert api.send(**sms).json()["code"] == 21606


def test_a_template_reads_as_it_was_filled_in(api: Api, simulator: Simulator) -> None:
    template = simulator.exchange.templates[0]
    form = {"Body": "", "ContentSid": template.sid, "ContentVariables": '{"1": "Ala"}'}

    row = api.send(**form).json()

    assert row["body"].startswith("Hello Ala, here is your one-time sign-in link: https://")


def test_of_templates_only_an_approved_one_reaches_a_stranger(
    api: Api, simulator: Simulator
) -> None:
    approved, pending = simulator.exchange.templates[0], simulator.exchange.templates[2]
    stranger = {"To": "whatsapp:+48500100999", "Body": ""}
    sids = [api.send(**stranger, ContentSid=one.sid).json()["sid"] for one in (approved, pending)]

    assert simulator.settle()

    rows = [simulator.exchange.message(sid) for sid in sids]
    assert [(row.status, row.error_code) for row in rows if row] == [
        ("read", None),
        ("undelivered", 63016),
    ]


def test_one_recipient_alone_can_be_refused(api: Api, simulator: Simulator) -> None:
    simulator.behave(fail=21610, fail_to="+48500100999")
    sms = {"From": PHONE}

    assert api.send(**sms, To="+48500100999").json()["code"] == 21610
    assert api.send(**sms, To="+48500100200").status_code == 201


def test_the_list_is_newest_first_and_knows_both_ends(api: Api, simulator: Simulator) -> None:
    simulator.write(Customer("Marta", "+48500100200"), "Hello?")
    sent = [api.send(Body=body).json()["sid"] for body in ("One", "Two")]
    api.send(To="whatsapp:+48500100201")
    messages = f"{api.account}/Messages.json"

    to_marta = api.get(messages, To="whatsapp:+48500100200").json()["messages"]
    from_marta = api.get(messages, From="whatsapp:+48500100200").json()["messages"]

    assert [row["sid"] for row in to_marta] == [*reversed(sent)]
    assert [(row["body"], row["direction"], row["status"]) for row in from_marta] == [
        ("Hello?", "inbound", "received")
    ]


def test_the_list_is_filtered_by_when_a_message_left(api: Api, simulator: Simulator) -> None:
    now = simulator.exchange.clock()
    simulator.write(Customer("Marta", "+48500100200"), "Now")
    simulator.exchange.messages[0].sent = now - timedelta(days=3)
    simulator.write(Customer("Marta", "+48500100200"), "Later")
    messages = f"{api.account}/Messages.json"

    def bodies(**params: str) -> list[str]:
        return [row["body"] for row in api.get(messages, **params).json()["messages"]]

    assert bodies(**{"DateSent>": (now - timedelta(days=1)).isoformat()}) == ["Later"]
    assert bodies(**{"DateSent<": (now - timedelta(days=1)).strftime("%Y-%m-%d")}) == ["Now"]
    assert bodies(DateSent=(now - timedelta(days=3)).strftime("%Y-%m-%d")) == ["Now"]
    assert api.get(messages, DateSent="yesterday").status_code == 400


def test_pages_lead_on_and_new_messages_shift_nothing(api: Api) -> None:
    for number in range(7):
        api.send(Body=str(number))

    first = api.get(f"{api.account}/Messages.json", PageSize="3").json()
    api.send(Body="meanwhile")
    second = api.get(api.root + first["next_page_uri"]).json()
    third = api.get(api.root + second["next_page_uri"]).json()

    pages = [[row["body"] for row in page["messages"]] for page in (first, second, third)]
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert (first["page"], second["page"], third["page"]) == (0, 1, 2)
    assert third["next_page_uri"] is None
    assert {"end", "first_page_uri", "page_size", "previous_page_uri", "start", "uri"} < set(first)


@pytest.mark.parametrize("size", ["0", "1001"])
def test_a_page_has_its_limits(api: Api, size: str) -> None:
    assert api.get(f"{api.account}/Messages.json", PageSize=size).status_code == 400


def test_a_picture_that_came_in_is_fetched_by_a_redirect(api: Api, simulator: Simulator) -> None:
    row = simulator.write(Customer("Marta", "+48500100200"), kind="image")

    media = api.get(row.parameters["MediaUrl0"])

    assert media.history[0].status_code == 307
    assert media.headers["Content-Type"] == "image/png"
    assert media.content.startswith(b"\x89PNG")
    assert requests.get(row.parameters["MediaUrl0"], timeout=20).status_code == 401
