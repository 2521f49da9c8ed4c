from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from occ.messaging.ports import Credentials
from occ.providers.twilio.signature import is_genuine
from tests.providers.forms import captured, sign

URL = "https://occ.example.com/webhooks/twilio/messages?via=wa"
ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
TOKENS = Credentials(ACCOUNT, "first-token", "second-token")

Form = Mapping[str, Sequence[str]]


def whatsapp_text(**changes: Sequence[str]) -> Form:
    return {name: [value] for name, value in captured("inbound_text").items()} | changes


def test_our_signer_agrees_with_the_example_in_twilios_documentation() -> None:
    form = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675309"],
        "Digits": ["1234"],
        "From": ["+14158675309"],
        "To": ["+18005551212"],
    }

    signature = sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form)

    assert signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize("token", ["first-token", "second-token"])
def test_either_token_signs(token: str) -> None:
    form = whatsapp_text()

    assert is_genuine(TOKENS, URL, form, sign(token, URL, form))


@pytest.mark.parametrize(
    ("ours", "signed"),
    [
        ("https://occ.example.com/in", "https://occ.example.com:443/in"),
        ("https://occ.example.com:443/in", "https://occ.example.com/in"),
        ("http://occ.example.com/in", "http://occ.example.com:80/in"),
        ("https://occ.example.com:8443/in?a=b", "https://occ.example.com/in?a=b"),
        ("http://127.0.0.1:5000/in", "http://127.0.0.1:5000/in"),
    ],
)
def test_the_port_may_be_signed_or_not(ours: str, signed: str) -> None:
    form = whatsapp_text()

    assert is_genuine(TOKENS, ours, form, sign("first-token", signed, form))


@pytest.mark.parametrize(
    "more",
    [
        {"MediaUrl0": ["https://b.example.com", "https://a.example.com"]},
        {"Twice": ["same", "same"]},
        {"Empty": [""]},
        {"ANewParameter": ["of tomorrow"], "anew": ["sorted by its bytes"]},
        {"Body": [" kept \n as it is "]},
        {"Body": ["سلام 🙂 \x00"]},
    ],
)
def test_the_signature_is_over_all_values_of_all_parameters(more: dict[str, list[str]]) -> None:
    form = whatsapp_text(**more)

    assert is_genuine(TOKENS, URL, form, sign("first-token", URL, form))


@pytest.mark.parametrize(
    "changes",
    [
        {"Body": ["Send me the money"]},
        {"Body": ["  Dzień dobry, mam pytanie o fakturę 🙂"]},
        {"From": ["whatsapp:+48500100999"]},
        {"Added": [""]},
        {"MessageSid": ["SM1", "SM2"]},
        {"Body": ["half \ud83d"]},
    ],
)
def test_a_form_that_was_changed_on_the_way_is_not_genuine(changes: dict[str, list[str]]) -> None:
    signature = sign("first-token", URL, whatsapp_text())
    assert is_genuine(TOKENS, URL, whatsapp_text(), signature)

    assert not is_genuine(TOKENS, URL, whatsapp_text(**changes), signature)


def test_a_parameter_that_went_missing_is_noticed() -> None:
    form = dict(whatsapp_text())
    signature = sign("first-token", URL, form)
    del form["NumSegments"]

    assert not is_genuine(TOKENS, URL, form, signature)


@pytest.mark.parametrize(
    "url",
    [
        "https://occ.example.com/webhooks/twilio/messages",
        "https://occ.example.com/webhooks/twilio/messages?via=sms",
        "https://occ.example.com/webhooks/twilio/messages/?via=wa",
        "https://evil.example.com/webhooks/twilio/messages?via=wa",
        "http://occ.example.com/webhooks/twilio/messages?via=wa",
    ],
)
def test_a_signature_for_another_url_is_not_genuine(url: str) -> None:
    form = whatsapp_text()

    assert not is_genuine(TOKENS, URL, form, sign("first-token", url, form))


@pytest.mark.parametrize("signature", ["", "a", "é" * 28, "0" * 28])
def test_no_signature_and_a_made_up_one_are_refused(signature: str) -> None:
    assert not is_genuine(TOKENS, URL, whatsapp_text(), signature)


def test_a_token_that_is_not_set_signs_nothing() -> None:
    form, alone = whatsapp_text(), Credentials(ACCOUNT, "first-token", "")

    assert not is_genuine(alone, URL, form, sign("", URL, form))
    assert not is_genuine(Credentials(ACCOUNT, ""), URL, form, sign("", URL, form))


@pytest.mark.parametrize(
    "account", [[], ["ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"], [ACCOUNT, ACCOUNT], [ACCOUNT, "AC1"]]
)
def test_a_form_of_another_account_is_refused_however_well_signed(account: list[str]) -> None:
    form = {name: values for name, values in whatsapp_text(AccountSid=account).items() if values}

    assert not is_genuine(TOKENS, URL, form, sign("first-token", URL, form))
