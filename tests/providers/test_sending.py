from __future__ import annotations

import dataclasses
import socket

import pytest

from occ.core.address import parse
from occ.messaging.details import Place
from occ.messaging.ports import (
    AnswerLost,
    Credentials,
    Outbound,
    Scope,
    SendRefused,
    TryLater,
)
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider
from tests.providers import neighbours
from tests.providers.product import Product


def test_a_reply_leaves_from_our_number_and_twilios_id_comes_back(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    sid = twilio.send(simulator.credentials, reply).sid

    row = simulator.exchange.message(sid)
    assert row is not None
    assert (row.sender, row.recipient) == ("whatsapp:+390612345678", "whatsapp:+48500100200")
    assert row.body == "Już sprawdzam."


def test_a_customer_without_a_number_is_answered_by_their_user_id(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    hidden = dataclasses.replace(reply, recipient=parse("whatsapp:FR.8Hb2cVq0kZr41xT"))

    sid = twilio.send(simulator.credentials, hidden).sid

    row = simulator.exchange.message(sid)
    assert row is not None
    assert row.recipient == "whatsapp:FR.8Hb2cVq0kZr41xT"


@pytest.mark.parametrize(
    ("place", "pin"),
    [
        (Place(52.2297, 21.0122, "Our office", ""), "geo:52.2297,21.0122|Our office"),
        (Place(-3.5, -70, "", "Rua 1 |\nManaus"), "geo:-3.5,-70|Rua 1 Manaus"),
        (Place(0.0, 0.0, "", ""), "geo:0.0,0.0"),
    ],
)
def test_a_place_goes_as_a_persistent_action(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound, place: Place, pin: str
) -> None:
    sid = twilio.send(simulator.credentials, dataclasses.replace(reply, place=place)).sid

    row = simulator.exchange.message(sid)
    assert row is not None
    assert (row.place, row.body) == (pin, "Już sprawdzam.")


def test_the_callback_url_goes_with_the_message(
    twilio: TwilioProvider, simulator: Simulator, product: Product, reply: Outbound
) -> None:
    callback = f"{product.url}/status?attempt=att_1"

    twilio.send(simulator.credentials, dataclasses.replace(reply, status_callback=callback))

    assert simulator.settle()
    assert product.said("MessageStatus", "/status?attempt=att_1") == ["sent", "delivered", "read"]


def test_half_a_surrogate_pair_is_sent_as_the_replacement_character(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    sid = twilio.send(simulator.credentials, dataclasses.replace(reply, body="ok \ud83d")).sid

    row = simulator.exchange.message(sid)
    assert row is not None
    assert row.body == "ok \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        (20003, Scope.ACCOUNT),
        (20005, Scope.ACCOUNT),
        (20008, Scope.ACCOUNT),
        (20404, Scope.ACCOUNT),
        (10001, Scope.ACCOUNT),
        (30002, Scope.ACCOUNT),
        (90010, Scope.ACCOUNT),
        (21603, Scope.SENDER),
        (21606, Scope.SENDER),
        (21659, Scope.SENDER),
        (21660, Scope.SENDER),
        (63007, Scope.SENDER),
        (21211, Scope.MESSAGE),
        (21408, Scope.MESSAGE),
        (21610, Scope.MESSAGE),
        (21617, Scope.MESSAGE),
        (21656, Scope.MESSAGE),
        (63016, Scope.MESSAGE),
        # One that Twilio may add tomorrow.
        (29999, Scope.MESSAGE),
    ],
)
def test_a_refusal_says_whom_it_concerns(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound, code: int, scope: Scope
) -> None:
    simulator.behave(fail=code)

    with pytest.raises(SendRefused) as refused:
        twilio.send(simulator.credentials, reply)

    assert (refused.value.code, refused.value.scope) == (str(code), scope)


@pytest.mark.parametrize("code", [20429, 21611, 30001, 63017, 63018])
def test_what_twilio_certainly_did_not_take_goes_later(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound, code: int
) -> None:
    simulator.behave(fail=code)

    with pytest.raises(TryLater) as later:
        twilio.send(simulator.credentials, reply)

    assert later.value.code == str(code)


def test_too_many_requests_means_nothing_was_taken(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    simulator.behave(busy=True, times=1)

    with pytest.raises(TryLater):
        twilio.send(simulator.credentials, reply)

    assert sent(simulator) == []
    assert twilio.send(simulator.credentials, reply)


@pytest.mark.parametrize(
    ("trouble", "code", "taken"),
    [
        ({"lose_answers": "close"}, "lost", 1),
        ({"lose_answers": "silence"}, "timeout", 1),
        ({"broken": "after"}, "503", 1),
        # From outside it looks the same, so it may not be sent again either.
        ({"broken": "before"}, "503", 0),
    ],
)
def test_a_lost_answer_is_neither_sent_nor_refused(
    simulator: Simulator, reply: Outbound, trouble: dict[str, str], code: str, taken: int
) -> None:
    simulator.behave(**trouble)
    patience = 0.5 if code == "timeout" else 10

    with pytest.raises(AnswerLost) as lost:
        TwilioProvider(simulator.url, patience).send(simulator.credentials, reply)

    assert lost.value.code == code
    assert len(sent(simulator)) == taken


def test_where_nobody_listens_nothing_was_taken(reply: Outbound) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(TryLater) as later:
        TwilioProvider(f"http://127.0.0.1:{port}", 1.0).send(Credentials("AC1", "t"), reply)

    assert later.value.code == "no_connection"


@pytest.mark.parametrize("url", ["nothing://127.0.0.1", "http://127.0.0.1:99999"])
def test_where_the_address_is_none_nothing_was_taken(reply: Outbound, url: str) -> None:
    with pytest.raises(TryLater):
        TwilioProvider(url, 1.0).send(Credentials("AC1", "t"), reply)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n<html>oh!",
        b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"sid": "SM',
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"What is this?\r\n\r\n",
        b"",
    ],
)
def test_an_answer_that_cannot_be_read_counts_as_lost(reply: Outbound, answer: bytes) -> None:
    with neighbours.saying(answer) as url, pytest.raises(AnswerLost):
        TwilioProvider(url, 1.0).send(Credentials("AC1", "t"), reply)


@pytest.mark.parametrize(
    ("status", "scope"), [("403 Forbidden", Scope.ACCOUNT), ("400 Bad Request", Scope.MESSAGE)]
)
def test_a_refusal_without_a_code_of_twilios_is_still_one(
    reply: Outbound, status: str, scope: Scope
) -> None:
    answer = f"HTTP/1.1 {status}\r\nContent-Length: 4\r\n\r\nNo!\n".encode()

    with neighbours.saying(answer) as url, pytest.raises(SendRefused) as refused:
        TwilioProvider(url, 1.0).send(Credentials("AC1", "t"), reply)

    assert refused.value.scope is scope


def test_a_trial_account_that_refuses_a_kind_of_message_is_not_a_wrong_token(
    reply: Outbound,
) -> None:
    body = b'{"code": 20003, "message": "Not available on a Trial account", "status": 401}'
    head = f"HTTP/1.1 401 Unauthorized\r\nContent-Length: {len(body)}\r\n\r\n".encode()

    with neighbours.saying(head + body) as url, pytest.raises(SendRefused) as refused:
        TwilioProvider(url, 1.0).send(Credentials("AC1", "t"), reply)

    assert refused.value.scope is Scope.MESSAGE


@pytest.mark.parametrize("token", ["wrong", "", "żółw", "line\nbreak"])
def test_a_wrong_token_stops_the_account(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound, token: str
) -> None:
    wrong = dataclasses.replace(simulator.credentials, auth_token=token)

    with pytest.raises(SendRefused) as refused:
        twilio.send(wrong, reply)

    assert (refused.value.code, refused.value.scope) == ("20003", Scope.ACCOUNT)


def test_an_empty_token_is_not_filled_from_the_environment(
    twilio: TwilioProvider,
    simulator: Simulator,
    reply: Outbound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", simulator.credentials.auth_token)

    with pytest.raises(SendRefused):
        twilio.send(dataclasses.replace(simulator.credentials, auth_token=""), reply)


def test_neither_token_nor_text_is_ever_logged(
    twilio: TwilioProvider,
    simulator: Simulator,
    reply: Outbound,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")

    twilio.send(simulator.credentials, reply)
    simulator.behave(fail=21610)
    with pytest.raises(SendRefused) as refused:
        twilio.send(simulator.credentials, reply)

    told = caplog.text + repr(refused.value) + repr(simulator.credentials)
    assert simulator.credentials.auth_token not in told
    assert "sprawdzam" not in told


def sent(simulator: Simulator) -> list[str]:
    return [row.sid for row in simulator.exchange.messages if not row.is_inbound]
