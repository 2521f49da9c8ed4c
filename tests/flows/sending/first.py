"""Messages that answer nobody: who pays for them, and what one asks about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import batches, powers, prices, wallets
from occ.billing.batch_models import Batch
from occ.billing.models import Wallet
from occ.billing.payer import Purpose
from occ.billing.power_models import PowerKind
from occ.billing.price_models import PricedChannel
from occ.billing.prices import PriceLine
from occ.contacts import consents, phone_numbers
from occ.core import ids
from occ.core.address import Channel, parse
from occ.core.run import Runner
from occ.flows import claim_messages, load_batch, queue_message, record_attempt
from occ.flows.queue_message import Outgoing
from occ.flows.record_attempt import Accepted
from occ.messaging import outbox
from occ.messaging.models import Message
from occ.messaging.outbox import Claimed, Lane
from occ.messaging.ports import Approval, TemplateUse
from occ.messaging.routes import Route
from occ.messaging.template_models import Template
from occ.settings import store
from occ.settings.pages import TWILIO, ContactSettings, SmsSettings, TwilioSettings
from tests.builders import NOW, an_agent
from tests.contacts.people import a_contact, agreed

SMS = Route("twilio", "+390612345678")
WHATSAPP = Route("twilio", "whatsapp:+390612345678")
PRICE = 1500
TEMPLATE = "HX" + "1" * 32


def sms_is_on(session: Session) -> None:
    """By a number of the Twilio account, to Poland and Italy."""
    if not store.load(session, TwilioSettings).account_sid:
        store.save(session, TwilioSettings(True, "AC" + "0" * 32, "f" * 32), NOW)
    number = SmsSettings(service=True, provider=TWILIO, twilio_number=SMS.sender)
    store.save(session, number, NOW)
    store.save(session, ContactSettings("PL IT"), NOW)


class Sender(NamedTuple):
    id: int
    wallet_id: int | None


def a_sender(session: Session, credits: int | None = None) -> Sender:
    """A user; with the Credits power and so many credits where they are given."""
    sms_is_on(session)
    user = an_agent(session, online=False)
    if credits is None:
        return Sender(user.id, None)
    powers.give(session, user.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, user.id, NOW)
    if credits:
        wallets.adjust(session, wallet.id, credits, (ids.new("add"), None, "To begin"), NOW)
    return Sender(user.id, wallet.id)


def a_price(session: Session, prefix: str = "48", price: int = PRICE) -> None:
    for channel in PricedChannel:
        prices.keep(session, [PriceLine(channel, prefix, date(2026, 1, 1), price)])


def a_template(session: Session, approval: Approval = Approval.APPROVED) -> None:
    session.add(
        Template(
            sid=TEMPLATE,
            name="code",
            language="en",
            body="Your code: {{1}}",
            variables={"1": "123456"},
            category="AUTHENTICATION",
            approval=approval,
            reason="",
            listed_at=NOW,
        )
    )


def a_batch(session: Session, messages: int, now: datetime = NOW) -> int:
    code = ids.new("code")
    load_batch.issue(session, [(code, "digest")], messages, now)
    session.flush()
    pair = batches.pair(session, code)
    assert pair is not None
    loaded = batches.load(session, pair.id, "", None, now)
    assert loaded is not None
    return loaded.id


def sms(
    run: Runner, sender: Sender, to: str = "+48500100200", body: str = "Hi", now: datetime = NOW
) -> str:
    """The key of a code by SMS on its way."""
    return run(queue_message.queue, a_code_by_sms(sender, to, body), now).key


def a_code_by_sms(sender: Sender, to: str, body: str) -> Outgoing:
    return Outgoing(Purpose.CREDENTIALS_BY_SMS, sender.id, SMS, parse(to), body)


def an_sms_of_ours(session: Session, sender: Sender) -> Message:
    """On its way to somebody who agreed to it."""
    a_contact(session, "Marta", "+48500100200", agreed())
    outgoing = Outgoing(Purpose.CAMPAIGN, sender.id, SMS, parse("+48500100200"), "An offer")
    return queue_message.queue(session, outgoing, NOW)


def an_offer_by_whatsapp(session: Session, sender: Sender, to: str) -> Message:
    """The same by an approved template."""
    recipient = parse(to)
    [number] = phone_numbers.rows(session, [str(recipient.phone)], NOW).values()
    consents.record(session, {number: [agreed(Channel.WHATSAPP)]}, NOW)
    use = TemplateUse(TEMPLATE, {"1": "30 %"})
    outgoing = Outgoing(Purpose.CAMPAIGN, sender.id, WHATSAPP, recipient, "Save 30 %", use)
    return queue_message.queue(session, outgoing, NOW)


def unresolved(session: Session, now: datetime) -> list[str]:
    return list(outbox.unresolved(session, now))


def taken(session: Session, user_id: int, body: str, now: datetime) -> str:
    """The key of a code by SMS that the provider has taken, by the running server's own rows."""
    sms_is_on(session)
    wallet = wallets.of(session, user_id)
    sender = Sender(user_id, wallet.id if wallet else None)
    message = queue_message.queue(session, a_code_by_sms(sender, "+48500100200", body), now)
    [claimed] = claim_messages.claim(session, now, Lane.REST)
    outcome = Accepted(ids.new("SM"), message.parts)
    record_attempt.record(session, claimed.attempt_key, outcome, now)
    return message.key


def code(run: Runner, sender: Sender, number: int = 1, now: datetime = NOW) -> str:
    """The key of a code by WhatsApp on its way."""
    return run(queue_message.queue, a_code_by_whatsapp(sender, number), now).key


def a_code_by_whatsapp(sender: Sender, number: int = 1) -> Outgoing:
    return Outgoing(
        Purpose.CREDENTIALS_BY_WHATSAPP,
        sender.id,
        WHATSAPP,
        parse(f"whatsapp:+4850010{number:04d}"),
        "Your code: {secret}",
        TemplateUse(TEMPLATE, {"1": "{secret}"}),
        secret="314159",
    )


def claims(run: Runner, now: datetime = NOW) -> list[Claimed]:
    return run(claim_messages.claim, now, Lane.REST)


def credit(run: Runner, sender: Sender) -> tuple[int, int]:
    """Available and held, in milli-credits."""
    with run.reading() as session:
        wallet = session.get_one(Wallet, sender.wallet_id)
        return wallet.available, wallet.held


def units(run: Runner) -> list[tuple[int, int, int]]:
    """Used, reserved and left of each batch, the oldest first."""
    with run.reading() as session:
        rows = session.scalars(select(Batch).order_by(Batch.id))
        return [(batch.used, batch.reserved, batch.left) for batch in rows]


def rows(run: Runner) -> list[Message]:
    with run.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))
