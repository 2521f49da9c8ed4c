"""The account, its numbers and senders in the shapes of Twilio's OpenAPI (twilio-oai)."""

from __future__ import annotations

import pytest
import requests

from occ.providers.simulator.server import Simulator
from tests.providers.api import PHONE, Api

ACCOUNT_FIELDS = set(
    "auth_token date_created date_updated friendly_name owner_account_sid sid status"
    " subresource_uris type uri".split()
)
NUMBER_FIELDS = set(
    "account_sid address_sid address_requirements api_version beta capabilities date_created"
    " date_updated friendly_name identity_sid phone_number origin sid sms_application_sid"
    " sms_fallback_method sms_fallback_url sms_method sms_url status_callback"
    " status_callback_method trunk_sid uri voice_receive_mode voice_application_sid"
    " voice_caller_id_lookup voice_fallback_method voice_fallback_url voice_method voice_url"
    " emergency_status emergency_address_sid emergency_address_status bundle_sid status"
    " type".split()
)
SENDER_FIELDS = set(
    "sid status sender_id configuration webhook profile properties offline_reasons compliance"
    " url".split()
)


@pytest.mark.parametrize(
    ("username", "token", "message"),
    [
        ("SK" + "0" * 32, "x", "Authentication Error - invalid username"),
        ("AC 123", "x", "Authentication Error - invalid username"),
        (None, "wrong", "Authenticate"),
        ("AC" + "0" * 32, None, "Authenticate"),
    ],
)
def test_a_wrong_sid_and_a_wrong_token_are_told_apart_as_twilio_does(
    api: Api, username: str | None, token: str | None, message: str
) -> None:
    api.auth = (username or api.auth[0], token or api.auth[1])

    answer = api.get(f"{api.account}.json")

    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert answer.json()["message"] == message


def test_a_call_without_credentials_is_refused(api: Api) -> None:
    assert requests.get(f"{api.account}.json", timeout=20).status_code == 401


def test_another_account_and_unknown_things_are_not_found(api: Api) -> None:
    other = f"{api.root}/2010-04-01/Accounts/AC{'1' * 32}"

    for url in (
        f"{other}.json",
        f"{other}/Messages.json",
        f"{api.account}/Messages/SM{'0' * 32}.json",
        f"{api.account}/IncomingPhoneNumbers/PN{'0' * 32}.json",
        f"{api.root}/v2/Channels/Senders/XE{'0' * 32}",
        f"{api.account}/Calls.json",
    ):
        answer = api.get(url)
        assert (answer.status_code, answer.json()["code"]) == (404, 20404)


def test_the_account_and_its_balance_can_be_looked_at(api: Api, simulator: Simulator) -> None:
    account, balance = api.get(f"{api.account}.json"), api.get(f"{api.account}/Balance.json")

    assert account.json().keys() == ACCOUNT_FIELDS
    assert account.json()["status"] == "active"
    assert balance.json() == {"account_sid": api.auth[0], "balance": "25.00", "currency": "EUR"}

    simulator.behave(account_status="suspended")
    assert api.get(f"{api.account}.json").json()["status"] == "suspended"
    assert (api.send().status_code, api.send().json()["code"]) == (403, 20005)


def test_a_number_is_listed_added_and_pointed_at_a_url(api: Api) -> None:
    numbers = f"{api.account}/IncomingPhoneNumbers"

    added = api.post(f"{numbers}.json", PhoneNumber="+48221234567", FriendlyName="Warsaw")
    sid = added.json()["sid"]
    changed = api.post(f"{numbers}/{sid}.json", SmsUrl="https://occ.example.com/in")

    assert (added.status_code, changed.status_code) == (201, 200)
    assert changed.json()["sms_url"] == "https://occ.example.com/in"
    listed = api.get(f"{numbers}.json").json()["incoming_phone_numbers"]
    assert [row["phone_number"] for row in listed] == [PHONE, "+48221234567"]
    assert all(row.keys() == NUMBER_FIELDS for row in listed)
    assert listed[0]["capabilities"]["sms"] is True
    found = api.get(f"{numbers}.json", PhoneNumber="4822").json()["incoming_phone_numbers"]
    assert [row["sid"] for row in found] == [sid]


def test_a_whatsapp_sender_is_listed_added_and_pointed_at_a_url(api: Api) -> None:
    senders = f"{api.root}/v2/Channels/Senders"
    assert api.get(senders).status_code == 400

    added = requests.post(
        senders, json={"sender_id": "whatsapp:+48221234567"}, auth=api.auth, timeout=2
    )
    one = f"{senders}/{added.json()['sid']}"
    webhook = {"callback_url": "https://occ.example.com/in", "callback_method": "POST"}
    changed = requests.post(one, json={"webhook": webhook}, auth=api.auth, timeout=20)

    assert (added.status_code, changed.status_code) == (202, 202)
    assert api.get(one).json()["webhook"]["callback_url"] == "https://occ.example.com/in"
    listed = api.get(senders, Channel="whatsapp").json()
    assert listed["meta"]["key"] == "senders"
    assert [row["sender_id"] for row in listed["senders"]] == [
        f"whatsapp:{PHONE}",
        "whatsapp:+48221234567",
    ]
    assert all(row.keys() == SENDER_FIELDS for row in listed["senders"])
    assert api.get(senders, Channel="rcs").json()["senders"] == []


@pytest.mark.parametrize(
    "webhook",
    [
        {"callback": "https://occ.example.com/in"},
        {"callback_url": "occ.example.com/in"},
        {"callback_method": "GET"},
    ],
)
def test_a_webhook_that_twilio_would_not_take_is_refused(
    api: Api, simulator: Simulator, webhook: dict[str, str]
) -> None:
    sender = simulator.exchange.numbers[0].sender
    assert sender
    url = f"{api.root}/v2/Channels/Senders/{sender.sid}"

    assert (
        requests.post(url, json={"webhook": webhook}, auth=api.auth, timeout=20).status_code == 400
    )
    assert sender.webhook == {}


@pytest.mark.parametrize(
    "form", [{"SmsUrl": "occ.example.com/in"}, {"SmsMethod": "PUT"}, {"SmsFallbackUrl": "x"}]
)
def test_an_address_of_a_number_that_twilio_would_not_take_is_refused(
    api: Api, simulator: Simulator, form: dict[str, str]
) -> None:
    number = simulator.exchange.numbers[0]

    answer = api.post(f"{api.account}/IncomingPhoneNumbers/{number.sid}.json", **form)

    assert answer.status_code == 400
    assert (number.sms_url, number.sms_method) == ("", "POST")


def test_a_form_is_no_way_to_change_a_sender(api: Api) -> None:
    answer = api.post(f"{api.root}/v2/Channels/Senders", sender_id="whatsapp:+48221234567")

    assert answer.status_code == 400
