from __future__ import annotations

import json
import socket
import time

import pytest

from occ.messaging.ports import Kind
from occ.providers.simulator import kinds
from occ.providers.simulator.account import Account
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.twilio import inbound
from tests.providers import product as product_end
from tests.providers.forms import captured
from tests.providers.product import Product

MARTA = Customer("Marta Kowalska", "+48500100200")


def test_what_a_customer_writes_is_posted_as_twilio_posts_it(
    simulator: Simulator, product: Product
) -> None:
    row = simulator.write(MARTA, "Dzień dobry 🙂\n")

    assert simulator.settle()
    [posted] = product.posted
    assert posted.genuine
    assert posted.form["MessageSid"] == posted.form["SmsMessageSid"] == row.sid
    assert posted.form["Body"] == "Dzień dobry 🙂\n"
    assert posted.form.keys() == captured("inbound_text").keys()
    assert json.loads(posted.form["ChannelMetadata"])["type"] == "whatsapp"
    assert posted.headers["User-Agent"] == "TwilioProxy/1.1"
    assert len(posted.headers["I-Twilio-Idempotency-Token"]) == 36


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_a_customer_sends_is_read_as_that_kind(
    simulator: Simulator, product: Product, kind: str
) -> None:
    simulator.write(MARTA, kind=kind)

    assert simulator.settle()
    [posted] = product.posted
    message = inbound.read(posted.form)
    assert message.kind is Kind(kind)
    assert posted.genuine
    assert message.sid.startswith("MM" if "MediaUrl0" in posted.form else "SM")


def test_a_hidden_number_and_the_same_person_showing_it(
    simulator: Simulator, product: Product
) -> None:
    simulator.write(Customer("Claire", bsuid="FR.8Hb2cVq0kZr41xT"), "Bonjour")
    simulator.write(Customer("Claire", "+33612345678", "FR.8Hb2cVq0kZr41xT"), "Me voilà")

    assert simulator.settle()
    hidden, shown = (inbound.read(posted.form).sender for posted in product.posted)
    assert (hidden.phone, hidden.bsuid) == (None, "FR.8Hb2cVq0kZr41xT")
    assert (shown.phone, shown.bsuid) == ("+33612345678", "FR.8Hb2cVq0kZr41xT")
    assert "WaId" not in product.posted[0].form
    assert list(simulator.exchange.customers) == ["+33612345678"]


def test_every_number_has_a_user_id_of_its_own_unless_told_otherwise(
    simulator: Simulator, product: Product
) -> None:
    simulator.write(MARTA, "x")
    simulator.write(MARTA, "x")
    simulator.write(Customer("Ida", "+48500100201"), "x")
    simulator.write(Customer("Old", "+48500100202", bsuid=""), "x")

    assert simulator.settle()
    pairs = zip(product.said("From"), product.said("ExternalUserId"), strict=True)
    ids = {sender: user_id for sender, user_id in pairs}
    assert len(product.posted) == 4
    assert ids["whatsapp:+48500100200"].startswith("whatsapp:PL.")
    assert ids["whatsapp:+48500100201"] != ids["whatsapp:+48500100200"]
    assert ids["whatsapp:+48500100202"] == ""


def test_an_sms_is_posted_to_the_numbers_own_url(simulator: Simulator, product: Product) -> None:
    simulator.exchange.numbers[0].sms_url = f"{product.url}/sms"

    simulator.write(MARTA, "Hello", to="+390612345678")

    assert simulator.settle()
    [posted] = product.posted
    assert (posted.path, posted.form["From"]) == ("/sms", "+48500100200")
    assert "MessageType" not in posted.form


def test_a_whatsapp_senders_own_webhook_comes_first(simulator: Simulator, product: Product) -> None:
    sender = simulator.exchange.numbers[0].sender
    assert sender
    sender.webhook["callback_url"] = f"{product.url}/own?a=b#rc=2"

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert [(one.path, one.genuine) for one in product.posted] == [("/own?a=b", True)]


def test_one_customers_messages_come_in_the_order_they_were_written(
    simulator: Simulator, product: Product
) -> None:
    for number in range(12):
        simulator.write(MARTA, str(number))

    assert simulator.settle()
    assert product.said("Body") == [str(number) for number in range(12)]


def test_disorder_lets_messages_overtake_each_other(simulator: Simulator, product: Product) -> None:
    simulator.behave(disorder=True)

    for number in range(12):
        simulator.write(MARTA, str(number))

    assert simulator.settle()
    arrived = product.said("Body")
    assert sorted(arrived, key=int) == [str(number) for number in range(12)] != arrived


def test_double_posts_the_same_message_twice(simulator: Simulator, product: Product) -> None:
    simulator.behave(double=True)

    row = simulator.write(MARTA, "Once")

    assert simulator.settle()
    assert product.said("MessageSid") == [row.sid, row.sid]


def test_what_is_dropped_stands_in_the_list_alone(simulator: Simulator, product: Product) -> None:
    simulator.behave(drop=True)

    row = simulator.write(MARTA, "Lost?")

    assert simulator.settle()
    assert product.posted == []
    assert simulator.exchange.message(row.sid)


def test_a_delay_makes_webhooks_late(simulator: Simulator, product: Product) -> None:
    simulator.behave(delay=0.2)
    written_at = time.monotonic()

    simulator.write(MARTA, "Late")

    assert simulator.settle()
    assert product.posted[0].at - written_at >= 0.2


def test_after_a_rotation_webhooks_are_signed_with_the_second_token() -> None:
    account = Account(second_token="a" * 32)
    with serve_in_thread(exchange=Exchange(account)) as simulator:
        # The product knows the new token only.
        known = type(simulator.credentials)(account.sid, "a" * 32)
        with product_end.running(known) as product:
            simulator.point_at(f"{product.url}/inbound")
            simulator.write(MARTA, "Old")
            simulator.settle()
            simulator.behave(sign_with_second=True)
            simulator.write(MARTA, "New")
            simulator.settle()

    assert [(one.form["Body"], one.genuine) for one in product.posted] == [
        ("Old", False),
        ("New", True),
    ]


def test_a_product_that_fails_is_not_asked_again_but_the_fallback_is(
    simulator: Simulator, product: Product
) -> None:
    product.status = 500
    sender = simulator.exchange.numbers[0].sender
    assert sender
    sender.webhook["fallback_url"] = f"{product.url}/fallback"

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert [one.path for one in product.posted] == ["/inbound", "/fallback"]
    assert product.posted[1].form["ErrorCode"] == "11200"
    assert product.posted[1].genuine
    assert [alert.code for alert in simulator.exchange.alerts] == [11200]


def test_overrides_in_the_url_make_twilio_try_again(simulator: Simulator, product: Product) -> None:
    product.status = 503
    simulator.point_at(f"{product.url}/inbound#rc=3&rp=ct,5xx")

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert len(product.posted) == 4
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in product.posted}) == 1


def test_a_product_that_is_too_slow_is_given_up(simulator: Simulator, product: Product) -> None:
    product.hold = 0.4
    simulator.point_at(f"{product.url}/inbound#rt=100")

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert len(product.posted) == 1
    assert "rt" in simulator.exchange.alerts[0].text


def test_a_failed_connection_is_tried_once_more(simulator: Simulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    simulator.point_at(f"http://127.0.0.1:{port}/inbound")

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert "ct" in simulator.exchange.alerts[0].text


@pytest.mark.parametrize(
    ("status", "content_type", "body", "alerts", "replies"),
    [
        (204, "", "", [], []),
        (200, "text/xml", "<Response/>", [], []),
        (200, "text/xml", "<Response><Message>Hi</Message></Response>", [], ["Hi"]),
        (200, "text/plain", "OK", [], ["OK"]),
        (200, "text/html; charset=utf-8", "OK", [12300], []),
        (200, "text/xml", "<Response>", [12100], []),
    ],
)
def test_the_answer_to_a_webhook_is_read_as_twilio_reads_it(
    simulator: Simulator,
    product: Product,
    status: int,
    content_type: str,
    body: str,
    alerts: list[int],
    replies: list[str],
) -> None:
    product.status, product.content_type, product.body = status, content_type, body

    simulator.write(MARTA, "Hello")

    assert simulator.settle()
    assert [alert.code for alert in simulator.exchange.alerts] == alerts
    ours = [row for row in simulator.exchange.messages if not row.is_inbound]
    assert [(row.body, row.direction) for row in ours] == [
        (text, "outbound-reply") for text in replies
    ]


@pytest.mark.parametrize(
    ("customer", "options", "problem"),
    [
        (MARTA, {"kind": "hologram"}, "no kind"),
        (MARTA, {"to": "whatsapp:+390600000000"}, "not a number of this account"),
        (Customer("Claire", bsuid="FR.1"), {"to": "+390612345678"}, "phone number"),
    ],
)
def test_what_cannot_be_written_is_refused(
    simulator: Simulator, customer: Customer, options: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        simulator.write(customer, "x", kind=options.get("kind", "text"), to=options.get("to"))
    assert simulator.exchange.messages == []


def test_extra_parameters_and_broken_characters_reach_the_product(
    simulator: Simulator, product: Product
) -> None:
    simulator.write(MARTA, "\x00 \ud83d", extra={"ReferralHeadline": "Sale", "ProfileName": "M"})

    assert simulator.settle()
    [posted] = product.posted
    assert (posted.form["Body"], posted.form["ReferralHeadline"]) == ("\x00 ?", "Sale")
    assert posted.form["ProfileName"] == "M"
    assert posted.genuine


def test_pointing_gives_the_numbers_addresses_of_their_own(simulator: Simulator) -> None:
    """As they stand at Twilio, where the product looks."""
    simulator.exchange.add_number("+390687654321", whatsapp=False)

    simulator.point_at("https://occ.example.com/in")

    both, plain = simulator.exchange.numbers
    assert both.sender and both.sender.webhook == {"callback_url": "https://occ.example.com/in"}
    assert both.sms_url == plain.sms_url == "https://occ.example.com/in"
