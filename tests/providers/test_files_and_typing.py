"""What goes with an answer: a file, and that somebody writes it."""

from __future__ import annotations

import dataclasses

import pytest

from occ.messaging.ports import CLOCK_DIFFERENCE, Outbound, Unreachable
from occ.providers.simulator import samples
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider
from tests.providers.api import Api

MARTA = Customer("Marta", "+48500100200")
OURS, THEIRS = "whatsapp:+390612345678", "whatsapp:+48500100200"


def a_file(simulator: Simulator, reply: Outbound, what: str, body: str = "") -> Outbound:
    return dataclasses.replace(reply, media=f"{simulator.url}/sample?type={what}", body=body)


def test_a_picture_is_fetched_and_arrives_with_its_words(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    simulator.write(MARTA, "Hello")

    sid = twilio.send(simulator.credentials, a_file(simulator, reply, "image/png", "Look")).sid

    assert simulator.settle()
    row = simulator.exchange.message(str(sid))
    assert row is not None
    assert (row.status, row.body) == ("read", "Look")
    assert row.files == [("image/png", samples.FILES["image/png"])]


def test_a_file_that_is_not_there_fails_as_twilio_says_it(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    simulator.write(MARTA, "Hello")

    sid = twilio.send(simulator.credentials, a_file(simulator, reply, "text/nothing")).sid

    assert simulator.settle()
    row = simulator.exchange.message(str(sid))
    assert row is not None
    assert row.error_code == 63019


def test_a_lost_answer_is_found_by_the_file_that_went_with_it(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    since = simulator.exchange.clock() - CLOCK_DIFFERENCE
    words = dataclasses.replace(reply, body="Look")
    with_file = a_file(simulator, reply, "image/png", "Look")
    sent = twilio.send(simulator.credentials, with_file).sid

    assert twilio.find_sent(simulator.credentials, words, since) is None
    found = twilio.find_sent(simulator.credentials, dataclasses.replace(with_file, media=""), since)
    assert found is not None and found.sid == sent


def test_the_customer_sees_that_somebody_writes_and_has_read(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    simulator.write(MARTA, "One")
    simulator.write(MARTA, "Two")
    ours = simulator.exchange
    one, two = [row for row in ours.messages if row.is_inbound][-2:]

    twilio.show_typing(simulator.credentials, two.sid)

    assert (one.is_seen, two.is_seen, ours.is_typing(OURS, THEIRS)) == (True, True, True)
    twilio.send(simulator.credentials, reply)
    assert not ours.is_typing(OURS, THEIRS)


def test_of_a_message_that_twilio_does_not_have_nothing_is_shown(
    twilio: TwilioProvider, simulator: Simulator
) -> None:
    with pytest.raises(Unreachable):
        twilio.show_typing(simulator.credentials, "SM" + "0" * 32)


def test_typing_is_whatsapps_alone(simulator: Simulator) -> None:
    api = Api(simulator)

    answer = api.post(f"{api.root}/v2/Indicators/Typing.json", channel="sms", messageId="SM1")

    assert answer.status_code == 400
