"""Messages fetched from Twilio's list: all by polling, else what no webhook brought."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from occ.conversations.queries import message_facts
from occ.core import clock
from occ.core.address import parse
from occ.jobs import recover
from occ.messaging.models import Message, Webhook
from occ.product import Product
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.builders import the_conversation
from tests.jobs.polling import (
    MARTA,
    NORA,
    POLLING,
    WEBHOOK,
    a_while_ago,
    bodies,
    everything_is_read,
    fetch_of,
    heard,
    receive_by,
)
from tests.live import until


@pytest.fixture
def polling(product: Product, simulator: Simulator) -> None:
    receive_by(product, simulator, POLLING)


@pytest.mark.usefixtures("polling")
def test_by_polling_messages_come_without_any_webhook_in_the_order_they_were_written(
    product: Product, simulator: Simulator
) -> None:
    for writer, body in ((MARTA, "Hello"), (NORA, "Good morning"), (MARTA, "Anybody there?")):
        simulator.write(writer, body)

    recover.fetch_due(product)

    assert heard(product.run) == [
        (MARTA.phone, "Hello"),
        (NORA.phone, "Good morning"),
        (MARTA.phone, "Anybody there?"),
    ]
    with product.run.reading() as session:
        assert {webhook.kind for webhook in session.scalars(select(Webhook))} == {"fetched"}


@pytest.mark.usefixtures("polling")
def test_reading_again_and_again_brings_each_message_once(
    product: Product, simulator: Simulator
) -> None:
    said = []
    for number in range(3):
        said.append(f"Line {number}")
        simulator.write(MARTA, said[-1])
        everything_is_read(product)

    assert bodies(product.run) == said


@pytest.mark.usefixtures("polling")
def test_a_message_that_the_list_shows_late_comes_all_the_same(
    product: Product, simulator: Simulator
) -> None:
    early = simulator.write(MARTA, "shown late")
    simulator.write(MARTA, "shown at once")
    simulator.exchange.messages.remove(early)
    everything_is_read(product)

    simulator.exchange.messages.insert(0, early)
    everything_is_read(product)

    assert bodies(product.run) == ["shown at once", "shown late"]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
def test_a_long_list_is_read_to_its_end_and_in_order(
    product: Product, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("occ.providers.twilio.lists._PAGE", 10)
    monkeypatch.setattr(recover, "_LISTED_AT_ONCE", 7)
    monkeypatch.setattr(recover, "_STORED_AT_ONCE", 4)
    said = [f"Line {number}" for number in range(25)]
    for body in said:
        simulator.write(MARTA, body)

    recover.fetch_due(product)

    assert bodies(product.run) == said


def test_nothing_older_than_the_number_at_its_service_is_fetched(
    product: Product, simulator: Simulator
) -> None:
    simulator.behave(drop=True)
    simulator.write(MARTA, "to another company, long ago")
    simulator.exchange.messages[-1].created -= timedelta(minutes=10)
    simulator.exchange.messages[-1].sent = simulator.exchange.messages[-1].created
    receive_by(product, simulator, POLLING)
    simulator.write(MARTA, "to us")

    everything_is_read(product)

    assert bodies(product.run) == ["to us"]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
def test_files_of_a_fetched_message_stand_in_its_form_as_in_a_webhooks(
    product: Product, simulator: Simulator
) -> None:
    row = simulator.write(MARTA, "Look", kind="image")

    recover.fetch_due(product)

    with product.run.reading() as session:
        form = session.scalars(select(Webhook.form)).one()
    assert form["NumMedia"] == ["1"]
    assert form["MediaUrl0"] == [row.parameters["MediaUrl0"]]
    assert form["MediaContentType0"] == ["image/png"]
    assert bodies(product.run) == ["Look"]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
def test_what_the_list_does_not_tell_is_said_to_be_unknown(
    product: Product, simulator: Simulator
) -> None:
    simulator.write(MARTA, kind="location")

    recover.fetch_due(product)

    with product.run.reading() as session:
        message = session.scalars(select(Message)).one()
    assert message.kind == "unknown"
    assert message.line and "does not say" in message.line["text"]


def test_what_no_webhook_brought_is_fetched_after_the_time_a_webhook_takes(
    product: Product, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.write(MARTA, "delivered")
    simulator.behave(drop=True)
    simulator.write(MARTA, "lost on the way")
    assert simulator.settle()
    until(lambda: bodies(product.run))

    everything_is_read(product)
    assert "lost on the way" not in bodies(product.run), "its webhook may still come"

    a_while_ago(product, simulator)
    with caplog.at_level(logging.CRITICAL, "occ.jobs.recover"):
        everything_is_read(product)
    assert bodies(product.run) == ["delivered", "lost on the way"]
    assert fetch_of(product.run).missed == 1


def test_what_is_fetched_late_is_marked_and_opens_the_window_when_it_was_written(
    product: Product, simulator: Simulator
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.behave(drop=True)
    row = simulator.write(MARTA, "I wrote this a while ago")
    a_while_ago(product, simulator)

    everything_is_read(product)

    written_at = row.created.replace(microsecond=0)
    with product.run.reading() as session:
        message, conversation = session.scalars(select(Message)).one(), the_conversation(session)
        told = message_facts(session, message)
    assert (message.is_late, message.written_at) == (True, written_at)
    assert told["written_at"] == clock.iso(written_at), "screens say so"
    assert conversation.last_inbound_at == written_at
    assert conversation.waiting_since == written_at
    assert message.at > written_at


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
def test_what_is_polled_at_once_is_not_late(product: Product, simulator: Simulator) -> None:
    simulator.write(MARTA, "Hello")

    recover.fetch_due(product)

    with product.run.reading() as session:
        message = session.scalars(select(Message)).one()
        assert not message.is_late
        assert message_facts(session, message)["written_at"] is None


def test_an_old_message_that_comes_late_does_not_shut_an_open_window(
    product: Product, simulator: Simulator
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.behave(drop=True)
    simulator.write(MARTA, "an hour ago")
    a_while_ago(product, simulator)
    simulator.behave(drop=False)
    simulator.write(MARTA, "just now")
    assert simulator.settle()
    until(lambda: bodies(product.run))
    with product.run.reading() as session:
        before = the_conversation(session).last_inbound_at

    everything_is_read(product)

    with product.run.reading() as session:
        assert the_conversation(session).last_inbound_at == before
    assert sorted(bodies(product.run)) == ["an hour ago", "just now"]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
def test_who_hides_the_number_is_known_by_the_id_in_the_list(
    product: Product, simulator: Simulator
) -> None:
    hidden = Customer("Nora", None, "PL.1234567890123456")
    simulator.write(hidden, "Guess who")

    recover.fetch_due(product)

    with product.run.reading() as session:
        sender = session.scalars(select(Message.sender)).one()
    assert parse(sender).bsuid == hidden.bsuid


def test_the_first_look_goes_back_to_when_the_number_went_live(
    product: Product, simulator: Simulator
) -> None:
    simulator.behave(drop=True)
    simulator.write(MARTA, "first")
    a_while_ago(product, simulator)

    recover.fetch_due(product)

    assert bodies(product.run) == ["first"]
