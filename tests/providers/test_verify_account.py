"""The whole decision table of Verify account, by the real adapter against the simulator (A1)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from occ.core.address import readable
from occ.core.checks import Check, Level
from occ.flows import verify_account
from occ.flows.verify_account import Place, Verification
from occ.messaging import reach
from occ.messaging.account import Credentials
from occ.messaging.reach import Reached
from occ.providers import outside
from occ.providers.simulator.account import Account
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider
from tests.providers import neighbours
from tests.providers.api import PHONE

SID, TOKEN = Account.sid, Account().auth_token
PLACE = Place("https://chat.example.com", "installation", None)


def ask(
    simulator: Simulator, sid: str = SID, token: str = TOKEN, *, timeout: float = 10
) -> Verification:
    twilio = TwilioProvider(simulator.url, timeout)
    return verify_account.ask(twilio, there, Credentials(sid, token), PLACE)


def there(url: str, installation: str) -> Reached:
    return Reached(None, 200)


def line(verification: Verification, name: str) -> Check:
    [found] = [check for check in verification.checks if check.name == name]
    return found


def told(verification: Verification, name: str) -> str:
    found = line(verification, name)
    return f"{found.words} {found.cure or ''}"


def test_a_right_account_is_right_in_every_line(simulator: Simulator) -> None:  # A1
    wanted = reach.wanted(PLACE.public_url)
    number = simulator.exchange.numbers[0]
    assert number.sender
    number.sender.webhook["callback_url"] = wanted.message

    verification = ask(simulator)

    assert verification.account is not None
    names = "sid connection credentials account balance numbers webhooks address".split()
    assert [check.name for check in verification.checks] == [*names, "calls"]
    assert {line(verification, name).level for name in names} == {Level.OK}
    assert "25.00 EUR" in told(verification, "balance")
    assert "OCC simulator" in told(verification, "account")
    phone = readable(PHONE)
    expected = f"WhatsApp senders: {phone}. Numbers for SMS: {phone}."
    assert expected in told(verification, "numbers")


SID_TABLE = [
    ("SK" + "0" * 32, TOKEN, "This is an API key. The Account SID begins with AC."),
    ("AC12", TOKEN, "An Account SID has 34 characters, this one 4."),
    ("AC" + "0" * 31, TOKEN, "has 34 characters, this one 33."),
    ("AC" + "0" * 30 + "O!", TOKEN, "only 0–9 and a–f, here stands also: O !"),
    ("AC" + "0" * 16 + " " + "0" * 16, TOKEN, "here stands also: ␣"),
    ("PN" + "0" * 32, TOKEN, "An Account SID begins with AC."),
    ("", TOKEN, "There is no Account SID yet."),
    ("f" * 32, TOKEN, "This looks like an auth token."),
    (TOKEN, SID, "stand in each other's field."),
]


@pytest.mark.parametrize(("sid", "token", "sentence"), SID_TABLE)
def test_the_form_of_the_sid_is_judged_before_anybody_is_asked(
    simulator: Simulator, sid: str, token: str, sentence: str
) -> None:  # A1
    simulator.behave(down=True)

    verification = ask(simulator, sid, token)

    assert sentence in told(verification, "sid")
    assert line(verification, "sid").level is Level.BAD
    assert line(verification, "credentials").level is Level.SKIPPED
    assert verification.account is None and verification.is_refused
    swapped = (sid, token) == (TOKEN, SID)
    assert line(verification, "sid").repair == ("swap" if swapped else None)


@pytest.mark.parametrize(
    ("token", "level", "sentence"),
    [
        ("", Level.BAD, "There is no auth token yet."),
        ("short", Level.WARN, "An auth token has 32 characters"),
        (SID, Level.WARN, "This looks like an Account SID."),
    ],
)
def test_an_odd_token_is_said_to_be_odd_and_tried_all_the_same(
    simulator: Simulator, token: str, level: Level, sentence: str
) -> None:  # A1
    verification = ask(simulator, token=token)

    assert (line(verification, "token").level, verification.account) == (level, None)
    assert sentence in told(verification, "token")
    tried = Level.BAD if token else Level.SKIPPED
    assert line(verification, "credentials").level is tried


REFUSALS: list[tuple[dict[str, object], str, str, str]] = [
    # what Twilio does, the line, its words, Twilio's code
    ({"refuse": 20008}, "credentials", "test credentials: nothing they send arrives", "20008"),
    ({"refuse": 20404}, "credentials", "belongs to another account than this", "20404"),
    ({"refuse": 20005}, "account", "right, but the account is suspended", "20005"),
    ({"refuse": 10001}, "account", "right, but the account is suspended", "10001"),
    (
        {"account_status": "suspended"},
        "account",
        "right, but the account is suspended",
        "suspended",
    ),
    ({"account_status": "closed"}, "account", "right, but the account is closed", "closed"),
    ({"refuse": 20429}, "connection", "too many requests", "20429"),
    ({"refuse": 20500}, "connection", "Twilio is out of order", "500"),
    ({"down": True}, "connection", "Twilio is out of order", "503"),
    ({"slow": 0.5}, "connection", "did not answer in time", "timeout"),
]


@pytest.mark.parametrize(("behaviour", "name", "sentence", "code"), REFUSALS)
def test_what_twilio_answers_is_told_with_its_cure(
    simulator: Simulator, behaviour: dict[str, object], name: str, sentence: str, code: str
) -> None:  # A1
    simulator.behave(**behaviour)

    verification = ask(simulator, timeout=0.2 if "slow" in behaviour else 10)

    wrong = [check for check in verification.checks if check.level is Level.BAD]
    assert [(check.name, check.code) for check in wrong] == [(name, code)]
    assert sentence in told(verification, name)
    assert line(verification, name).cure is not None
    assert verification.account is None
    # A busy hour or the network is no verdict on what was entered.
    assert verification.is_refused == (name != "connection")


def test_a_wrong_token_is_told_from_a_wrong_sid_as_far_as_twilio_does(
    simulator: Simulator,
) -> None:  # A1
    wrong_token = told(ask(simulator, token="0" * 32), "credentials")
    foreign_sid = told(ask(simulator, sid="AC" + "9" * 32), "credentials")

    assert "The auth token is most likely wrong" in wrong_token
    # Twilio answers both alike, and the sentence says that the SID may be another's.
    assert foreign_sid == wrong_token and "the SID is another account's" in wrong_token


def test_a_sid_that_twilio_calls_an_invalid_username_is_the_wrong_one(tmp_path: Path) -> None:  # A1
    body = b'{"code": 20003, "message": "Authentication Error - invalid username", "status": 401}'
    head = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: %d\r\n\r\n" % len(body)

    with neighbours.saying(head + body) as url:
        asked = Credentials(SID, TOKEN)
        verification = verify_account.ask(TwilioProvider(url, 1.0), there, asked, PLACE)

    assert "The Account SID is wrong" in told(verification, "credentials")


def test_a_trial_account_is_right_with_a_warning(simulator: Simulator) -> None:  # A1
    simulator.behave(account_type="Trial")

    verification = ask(simulator)

    assert verification.account is not None and verification.account.is_trial
    assert line(verification, "account").level is Level.WARN
    assert "only to numbers that were verified" in told(verification, "account")


NEIGHBOURS: list[tuple[Callable[[], AbstractContextManager[str]], str]] = [
    (neighbours.no_name, "can't be resolved from this server."),
    (neighbours.nobody, "No connection to 127.0.0.1"),
    (neighbours.silence, "127.0.0.1 did not answer in time."),
    (neighbours.plain_where_tls_is_asked, "No secure connection to 127.0.0.1"),
    (neighbours.portal, "127.0.0.1 gave an answer that is not one of Twilio's."),
]


@pytest.mark.parametrize(("neighbour", "sentence"), NEIGHBOURS)
def test_the_network_at_fault_is_named_with_the_step_that_failed(
    neighbour: Callable[[], AbstractContextManager[str]], sentence: str
) -> None:  # A1
    with neighbour() as url:
        twilio = TwilioProvider(url, 0.3)
        verification = verify_account.ask(twilio, there, Credentials(SID, TOKEN), PLACE)

    assert sentence in told(verification, "connection")
    assert "The network is at fault" in told(verification, "connection")
    assert not verification.is_refused


def test_a_certificate_that_nobody_trusts_is_named(tmp_path: Path) -> None:  # A1
    with neighbours.foreign_certificate(tmp_path) as url:
        twilio = TwilioProvider(url, 1.0)
        verification = verify_account.ask(twilio, there, Credentials(SID, TOKEN), PLACE)
        own = outside.reach(url, "installation")

    assert "a certificate that is not trusted" in told(verification, "connection")
    assert own.failure == "certificate"


@pytest.mark.parametrize(
    ("balance", "level", "sentence"),
    [
        ("0.00", Level.WARN, "The balance is used up: 0.00 EUR."),
        ("-3.10", Level.WARN, "The balance is used up"),
        ("", Level.OK, "its main account pays"),
    ],
)
def test_the_balance_is_judged(
    simulator: Simulator, balance: str, level: Level, sentence: str
) -> None:  # A1
    account = simulator.exchange.account
    simulator.exchange.account = dataclasses.replace(account, balance=balance)

    verification = ask(simulator)

    assert line(verification, "balance").level is level
    assert sentence in told(verification, "balance")


def test_a_refusal_of_the_balance_is_a_warning_with_its_code_and_the_rest_is_asked(
    simulator: Simulator,
) -> None:  # A1
    simulator.behave(refuse_balance=20003)

    verification = ask(simulator)

    assert line(verification, "balance").level is Level.WARN
    assert line(verification, "balance").code == "20003"
    assert "does not tell the balance" in told(verification, "balance")
    assert verification.account and line(verification, "numbers").level is Level.OK


def test_an_account_without_a_sender_is_sent_to_get_one(simulator: Simulator) -> None:  # A1
    simulator.play(bare := Exchange(phones=()))

    verification = ask(simulator)

    bare.close()
    assert verification.account is not None
    assert "There is no WhatsApp sender in this account." in told(verification, "numbers")


def test_a_sender_that_is_offline_or_points_elsewhere_is_named(simulator: Simulator) -> None:  # A1
    number = simulator.exchange.numbers[0]
    assert number.sender
    number.sender.status = "OFFLINE"
    number.sender.webhook["callback_url"] = "https://other.example.com/in"

    verification = ask(simulator)

    named = readable(PHONE)
    assert f"{named} is not online on WhatsApp." in told(verification, "numbers")
    assert f"does not point here: {named}" in told(verification, "webhooks")
    assert line(verification, "webhooks").repair == "point"


def test_a_webhook_that_calls_here_by_another_method_is_named_for_that(
    simulator: Simulator,
) -> None:  # A1
    number = simulator.exchange.numbers[0]
    assert number.sender
    number.sender.webhook |= {
        "callback_url": reach.wanted(PLACE.public_url).message,
        "callback_method": "GET",
    }

    verification = ask(simulator)

    assert "points here, but not by POST:" in told(verification, "webhooks")
    assert line(verification, "webhooks").repair == "point"


def test_the_token_is_neither_in_a_line_nor_in_the_log(
    simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:  # A1
    caplog.set_level("DEBUG")

    every = [ask(simulator), ask(simulator, TOKEN, SID), ask(simulator, token=TOKEN + "0")]

    assert TOKEN not in repr(every) and TOKEN not in caplog.text
