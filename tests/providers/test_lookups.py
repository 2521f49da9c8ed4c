from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from occ.core.address import parse
from occ.messaging.ports import AnswerLost, Delivery, Outbound, OwnNumber, Unreachable
from occ.providers.simulator.account import Account
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.twilio.provider import TwilioProvider


def test_a_message_whose_answer_was_lost_is_found_in_the_list(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    simulator.behave(lose_answers="close", times=1)
    with pytest.raises(AnswerLost):
        twilio.send(simulator.credentials, reply)
    assert simulator.settle()

    found = twilio.find_sent(simulator.credentials, reply, since)

    assert found is not None
    assert found.sid == simulator.exchange.messages[-1].sid
    assert found.delivery is Delivery.READ


def test_a_message_that_still_waits_at_twilio_is_found_too(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    """It has no date of sending yet, so the filter by date does not show it."""
    since = simulator.exchange.clock()
    simulator.behave(sent_after=60, delivered_after=60, read_after=None)

    sid = twilio.send(simulator.credentials, reply).sid

    found = twilio.find_sent(simulator.credentials, reply, since)
    assert found is not None
    assert (found.sid, found.delivery) == (sid, None)


def test_one_that_was_never_taken_is_not_found(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    simulator.behave(broken="before", times=1)
    with pytest.raises(AnswerLost):
        twilio.send(simulator.credentials, reply)

    assert twilio.find_sent(simulator.credentials, reply, since) is None


def test_a_server_whose_clock_is_minutes_ahead_finds_what_was_taken(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    sid = twilio.send(simulator.credentials, reply).sid

    ahead = simulator.exchange.clock() + timedelta(minutes=4)
    found = twilio.find_sent(simulator.credentials, reply, ahead)

    assert found is not None
    assert found.sid == sid
    assert twilio.find_sent(simulator.credentials, reply, ahead, {sid}) is None


def test_neither_other_words_nor_other_people_nor_older_times_are_mistaken_for_it(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    simulator.write(Customer("Marta Kowalska", "+48500100200"), reply.body)
    for other in (
        dataclasses.replace(reply, body="Już sprawdzam"),
        dataclasses.replace(reply, recipient=parse("whatsapp:+48500100201")),
    ):
        twilio.send(simulator.credentials, other)
    twilio.send(simulator.credentials, reply)

    assert twilio.find_sent(simulator.credentials, reply, since)
    assert not twilio.find_sent(simulator.credentials, reply, since + timedelta(minutes=6))
    simulator.exchange.messages.pop()
    assert not twilio.find_sent(simulator.credentials, reply, since)


def test_the_same_words_said_twice_are_two_messages(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    first = twilio.send(simulator.credentials, reply).sid
    second = twilio.send(simulator.credentials, reply).sid

    def found(*known: str) -> str | None:
        report = twilio.find_sent(simulator.credentials, reply, since, known)
        return report.sid if report else None

    assert found(first) == second
    assert found(second) == first
    assert found(first, second) is None


def test_ends_of_lines_do_not_hide_a_message(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    twilio.send(simulator.credentials, dataclasses.replace(reply, body="One\nTwo"))

    asked = dataclasses.replace(reply, body="One\r\nTwo ")

    assert twilio.find_sent(simulator.credentials, asked, since)


def test_a_message_that_failed_meanwhile_comes_with_its_reason(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    simulator.behave(fail=63016, fail_when="later")
    twilio.send(simulator.credentials, reply)
    assert simulator.settle()

    found = twilio.find_sent(simulator.credentials, reply, since)

    assert found is not None
    assert (found.delivery, found.error_code) == (Delivery.UNDELIVERED, "63016")


def test_a_long_list_is_read_to_its_end(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock()
    sid = twilio.send(simulator.credentials, reply).sid
    assert simulator.settle()
    row = simulator.exchange.message(sid)
    assert row is not None
    for number in range(250):
        simulator.exchange.add(dataclasses.replace(row, sid=f"SM{number:032x}", body="Other"))

    found = twilio.find_sent(simulator.credentials, reply, since)

    assert found is not None
    assert found.sid == sid


def test_numbers_and_whatsapp_senders_are_one_list() -> None:
    exchange = Exchange(phones=())
    exchange.add_number("+390612345678", "Sales")
    exchange.add_number("+48221234567", "SMS only", whatsapp=False)
    offline = exchange.add_number("+33123456789", "Paris")
    assert offline.sender
    offline.sender.status = "OFFLINE"

    with serve_in_thread(exchange=exchange) as simulator:
        found = TwilioProvider(simulator.url, 20).numbers(simulator.credentials)

    assert list(found) == [
        OwnNumber("+390612345678", "Sales", whatsapp=True, sms=True, online=True),
        OwnNumber("+48221234567", "SMS only", whatsapp=False, sms=True, online=True),
        OwnNumber("+33123456789", "Paris", whatsapp=True, sms=True, online=False),
    ]


def test_an_account_with_hundreds_of_numbers_shows_them_all() -> None:
    phones = [f"+3906{number:08d}" for number in range(230)]

    with serve_in_thread(exchange=Exchange(phones=phones)) as simulator:
        found = TwilioProvider(simulator.url, 20).numbers(simulator.credentials)

    assert [one.phone for one in found] == phones
    assert all(one.whatsapp for one in found)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"down": True}, "503"), ({"slow": 0.6}, "timeout")],
)
def test_a_question_that_stays_unanswered_says_so(
    simulator: Simulator, reply: Outbound, changes: dict[str, object], code: str
) -> None:
    simulator.behave(**changes)
    twilio = TwilioProvider(simulator.url, timeout=0.2 if "slow" in changes else 10)

    for ask in (
        lambda: twilio.numbers(simulator.credentials),
        lambda: twilio.find_sent(simulator.credentials, reply, simulator.exchange.clock()),
    ):
        with pytest.raises(Unreachable) as unreachable:
            ask()
        assert unreachable.value.code == code


def test_a_question_with_a_wrong_token_says_what_to_mend(simulator: Simulator) -> None:
    wrong = dataclasses.replace(simulator.credentials, auth_token="0" * 32)

    with pytest.raises(Unreachable) as refused:
        TwilioProvider(simulator.url, 20).numbers(wrong)

    assert refused.value.code == "20003"
    assert "auth token" in str(refused.value.reason)


def test_where_nobody_listens_a_question_says_so() -> None:
    with serve_in_thread() as simulator:
        pass

    with pytest.raises(Unreachable) as unreachable:
        TwilioProvider(simulator.url, 20).numbers(simulator.credentials)

    assert unreachable.value.code == "no_connection"


def test_the_token_that_twilio_rotates_to_opens_the_account_as_well(reply: Outbound) -> None:
    account = Account(second_token="a" * 32)

    with serve_in_thread(exchange=Exchange(account)) as simulator:
        rotated = dataclasses.replace(simulator.credentials, auth_token="a" * 32)

        assert TwilioProvider(simulator.url, 20).send(rotated, reply)
