from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from occ.messaging.ports import AnswerLost, Delivery, Outbound
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.providers.twilio import status
from occ.providers.twilio.provider import TwilioProvider
from tests.providers.forms import captured
from tests.providers.product import Product

Send = Callable[[], str]


@pytest.fixture
def send(twilio: TwilioProvider, simulator: Simulator, reply: Outbound, product: Product) -> Send:
    """Send Marta the reply, with a callback URL."""
    callback = f"{product.url}/status?attempt=att_1"
    message = dataclasses.replace(reply, status_callback=callback)
    return lambda: twilio.send(simulator.credentials, message).sid


def test_sent_delivered_and_read_are_told_one_after_the_other(
    send: Send, simulator: Simulator, product: Product
) -> None:
    sid = send()

    assert simulator.settle()
    reports = [status.read(posted.form, "att_1") for posted in product.posted]
    assert [report.delivery for report in reports] == [
        Delivery.SENT,
        Delivery.DELIVERED,
        Delivery.READ,
    ]
    assert {report.sid for report in reports} == {sid}
    assert all(posted.genuine for posted in product.posted)
    assert product.posted[1].form.keys() == captured("status_delivered").keys()
    row = simulator.exchange.message(sid)
    assert row and row.status == "read" and row.sent


def test_someone_who_never_reads_leaves_it_delivered(
    send: Send, simulator: Simulator, product: Product
) -> None:
    simulator.behave(read_after=None)

    send()

    assert simulator.settle()
    assert product.said("MessageStatus") == ["sent", "delivered"]


def test_a_callback_can_beat_the_answer_to_the_send(
    send: Send, simulator: Simulator, product: Product
) -> None:
    simulator.behave(callback_first=True, lose_answers="close")

    with pytest.raises(AnswerLost):
        send()

    assert product.said("MessageStatus")[0] == "sent"
    assert simulator.settle()
    assert product.said("MessageStatus") == ["sent", "delivered", "read"]


def test_disorder_tells_them_in_a_wrong_order_while_the_list_stays_right(
    send: Send, simulator: Simulator, product: Product
) -> None:
    simulator.behave(disorder=True)

    sid = send()

    assert simulator.settle()
    told = product.said("MessageStatus")
    assert sorted(told) == ["delivered", "read", "sent"]
    assert told != ["sent", "delivered", "read"]
    row = simulator.exchange.message(sid)
    assert row and row.status == "read"


def test_double_tells_each_twice(send: Send, simulator: Simulator, product: Product) -> None:
    simulator.behave(double=True)

    send()

    assert simulator.settle()
    assert product.said("MessageStatus") == [
        *("sent", "sent"),
        *("delivered", "delivered"),
        *("read", "read"),
    ]


def test_dropped_callbacks_leave_only_the_list(
    send: Send, simulator: Simulator, product: Product
) -> None:
    simulator.behave(drop_callbacks=True)

    sid = send()

    assert simulator.settle()
    assert product.posted == []
    row = simulator.exchange.message(sid)
    assert row and row.status == "read"


@pytest.mark.parametrize(("code", "told"), [(30003, "undelivered"), (21610, "failed")])
def test_a_message_can_fail_after_it_was_taken(
    send: Send, simulator: Simulator, product: Product, code: int, told: str
) -> None:
    simulator.behave(fail=code, fail_when="later", times=1)

    sid = send()

    assert simulator.settle()
    assert product.said("MessageStatus") == [told]
    assert product.said("ErrorCode") == [str(code)]
    row = simulator.exchange.message(sid)
    assert row and (row.status, row.error_code) == (told, code)


def test_free_text_later_than_a_day_after_the_customers_last_fails_by_callback(
    send: Send, simulator: Simulator, product: Product
) -> None:
    real = simulator.exchange.clock
    simulator.exchange.clock = lambda: real() + timedelta(hours=24, minutes=1)

    send()

    assert simulator.settle()
    [late] = [status.read(posted.form, None) for posted in product.posted]
    assert (late.delivery, late.error_code) == (Delivery.UNDELIVERED, "63016")

    simulator.write(Customer("Marta Kowalska", "+48500100200"), "Still there?")
    product.posted.clear()
    send()
    assert simulator.settle()
    assert product.said("MessageStatus", "/status?attempt=att_1") == ["sent", "delivered", "read"]


def test_nobody_who_has_not_written_gets_free_text_unless_the_window_is_off(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound
) -> None:
    stranger = dataclasses.replace(
        reply, recipient=dataclasses.replace(reply.recipient, phone="+48500100299")
    )
    refused = twilio.send(simulator.credentials, stranger).sid
    simulator.settle()

    simulator.behave(window=False)
    taken = twilio.send(simulator.credentials, stranger).sid
    simulator.settle()

    assert [simulator.exchange.message(sid).status for sid in (refused, taken)] == [  # type: ignore[union-attr]
        "undelivered",
        "read",
    ]


def test_troubles_end_after_as_many_sends_as_were_ordered(send: Send, simulator: Simulator) -> None:
    simulator.behave(broken="after", times=2)

    for _ in range(2):
        with pytest.raises(AnswerLost):
            send()

    assert send()
    assert simulator.exchange.behaviour.times is None


def test_a_callback_the_product_refuses_is_noted(
    send: Send, simulator: Simulator, product: Product
) -> None:
    product.status = 500
    simulator.behave(read_after=None, delivered_after=0)

    send()

    assert simulator.settle()
    assert [alert.code for alert in simulator.exchange.alerts] == [11200, 11200]


def test_without_a_callback_url_the_whatsapp_senders_own_is_used(
    twilio: TwilioProvider, simulator: Simulator, reply: Outbound, product: Product
) -> None:
    sender = simulator.exchange.numbers[0].sender
    assert sender
    sender.webhook["status_callback_url"] = f"{product.url}/of-sender"

    twilio.send(simulator.credentials, reply)

    assert simulator.settle()
    assert product.said("MessageStatus", "/of-sender") == ["sent", "delivered", "read"]
