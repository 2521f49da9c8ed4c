"""A customer writes: into the message list, and by webhook to the product."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from xml.etree import ElementTree

from occ.providers.simulator import kinds
from occ.providers.simulator.account import new_sid
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.messages import INBOUND, REPLY, Message
from occ.providers.simulator.post import Receipt, post

_MOST_LATE = 0.5
_XML = {"text/xml", "application/xml"}


def write(
    exchange: Exchange,
    customer: Customer,
    body: str = "",
    *,
    kind: str = "text",
    to: str | None = None,
    extra: Mapping[str, str] | None = None,
) -> Message:
    """`to` is one of the account's addresses, `whatsapp:+39…` or `+39…`; None: its first sender.

    `extra` parameters are added to the webhook's, or replace them. Raises ValueError where this
    can't be written at all.
    """
    recipient = to or exchange.default_address()
    if exchange.number_of(recipient) is None:
        raise ValueError(f"{recipient} is not a number of this account.")
    on_whatsapp = recipient.startswith("whatsapp:")
    if not on_whatsapp and customer.phone is None:
        raise ValueError("Only someone with a phone number can write an SMS.")
    media = f"/2010-04-01/Accounts/{exchange.account.sid}/Messages/{{sid}}/Media/{new_sid('ME')}"
    told = kinds.parameters(kind, exchange.url + media)
    if not on_whatsapp:
        told.pop("MessageType", None)
    told.update(extra or {})
    customer = exchange.meet(customer)
    sid = new_sid("MM" if kinds.has_media(told) else "SM")
    told = {name: value.replace("{sid}", sid) for name, value in told.items()}
    now = exchange.clock()
    row = Message(
        sid=sid,
        sender=f"whatsapp:{customer.key}" if on_whatsapp else customer.key,
        recipient=recipient,
        body=kinds.body(kind, body),
        direction=INBOUND,
        created=now,
        sent=now,
        status="received",
        parameters=told,
    )
    exchange.add(row)
    exchange.hear(customer, recipient)
    _note_keyword(exchange, row)
    if not exchange.behaviour.drop:
        _leave(exchange, row, customer)
    return row


def form(exchange: Exchange, row: Message, customer: Customer) -> dict[str, str]:
    """What Twilio's webhook says of it. Source: reference of the webhook, and captured ones."""
    parameters = {
        "SmsMessageSid": row.sid,
        "NumMedia": "0",
        "SmsSid": row.sid,
        "SmsStatus": "received",
        "Body": row.body,
        "To": row.recipient,
        "NumSegments": "1",
        "MessageSid": row.sid,
        "AccountSid": exchange.account.sid,
        "From": row.sender,
        "ApiVersion": "2010-04-01",
    }
    if row.on_whatsapp:
        context = {"ProfileName": customer.name, "WaId": (customer.phone or "").lstrip("+")}
        parameters |= {
            "ProfileName": customer.name,
            "ReferralNumMedia": "0",
            "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"context": context}}),
        }
        if customer.phone:
            parameters["WaId"] = customer.phone.lstrip("+")
        if customer.user_id:
            parameters["ExternalUserId"] = f"whatsapp:{customer.user_id}"
    merged = parameters | dict(row.parameters)
    return {name: _writable(value) for name, value in merged.items()}


def _writable(value: str) -> str:
    """Half a surrogate pair can't travel in a form."""
    return value.encode("utf-8", "replace").decode()


def _leave(exchange: Exchange, row: Message, customer: Customer) -> None:
    today, parameters = exchange.behaviour, form(exchange, row, customer)
    for _ in range(2 if today.double else 1):
        late = exchange.chance.uniform(0, _MOST_LATE) if today.disorder else 0.0
        lane = None if today.disorder else f"in:{customer.user_id or customer.key}"
        tell = partial(_tell, exchange, row, parameters)
        exchange.schedule.after(today.delay + late, tell, lane=lane)


def _tell(exchange: Exchange, row: Message, parameters: dict[str, str]) -> None:
    url, fallback = _addresses(exchange, row)
    if not url:
        return
    receipt = post(url, parameters, exchange.token())
    if receipt.failure:
        code = 11200
        exchange.alert(code, url, f"no good answer ({receipt.status or receipt.failure})")
        if not fallback:
            return
        more = {"ErrorCode": str(code), "ErrorUrl": url}
        receipt = post(fallback, parameters | more, exchange.token())
    if not receipt.failure:
        _read_answer(exchange, row, url, receipt)


def _addresses(exchange: Exchange, row: Message) -> tuple[str, str]:
    number = exchange.number_of(row.recipient)
    if number and row.on_whatsapp and number.sender:
        webhook = number.sender.webhook
        return webhook.get("callback_url") or exchange.webhook_url, webhook.get("fallback_url", "")
    if number is None:
        return exchange.webhook_url, ""
    return number.sms_url or exchange.webhook_url, number.sms_fallback_url


def _read_answer(exchange: Exchange, row: Message, url: str, receipt: Receipt) -> None:
    """Twilio sends plain text, and what stands in `<Message>`, back to the customer."""
    words: list[str] = []
    if not receipt.body.strip():
        return
    if receipt.content_type == "text/plain":
        words = [receipt.body]
    elif receipt.content_type in _XML:
        try:
            root = ElementTree.fromstring(receipt.body)
        except ElementTree.ParseError:
            exchange.alert(12100, url, "the answer is no well-formed XML")
            return
        words = ["".join(message.itertext()) for message in root.iter("Message")]
    else:
        exchange.alert(12300, url, f"the answer's type is {receipt.content_type or 'not given'}")
    now = exchange.clock()
    for text in words:
        reply = Message(new_sid("SM"), row.recipient, row.sender, text, REPLY, now, "delivered")
        exchange.add(reply)


def _note_keyword(exchange: Exchange, row: Message) -> None:
    """STOP and START are kept by Twilio for SMS, and by nobody for WhatsApp."""
    if row.on_whatsapp:
        return
    pair, word = (row.recipient, row.sender), row.body.strip().upper()
    if word in ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"):
        exchange.stopped.add(pair)
    elif word in ("START", "YES", "UNSTOP"):
        exchange.stopped.discard(pair)
