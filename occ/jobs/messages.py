"""Send what is due: claim in one transaction, call the carrier, record in another."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

from occ.core import address, clock
from occ.core.address import Channel
from occ.flows import claim_messages, record_attempt
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging import outbox
from occ.messaging.carriers import Carrier
from occ.messaging.outbox import Claimed, Lane, Way
from occ.messaging.ports import AnswerLost, Outbound, SendRefused, TryLater
from occ.product import Product
from occ.settings import store
from occ.settings.pages import TWILIO, TwilioSettings

log = logging.getLogger(__name__)


def send_due(product: Product) -> bool:
    return _send_due(product, Lane.REPLIES)


def send_rest(product: Product) -> bool:
    return _send_due(product, Lane.REST)


def _send_due(product: Product, lane: Lane) -> bool:
    with product.run.reading() as session:
        if not outbox.anything_due(session, clock.now(), lane):
            return False
        carriers = product.carriers(session)
        whatsapp = store.load(session, TwilioSettings).whatsapp
    ways = _ways(carriers, whatsapp)
    if not ways:
        return False
    claimed = product.run(claim_messages.claim, clock.now(), lane, ways)
    if len(claimed) == 1:
        send_one(product, carriers, claimed[0])
    elif claimed:
        # One slow answer must not hold up the others.
        with ThreadPoolExecutor(max_workers=len(claimed)) as pool:
            for one in claimed:
                pool.submit(send_one, product, carriers, one)
    return bool(claimed)


def _ways(carriers: Collection[str], whatsapp: bool) -> list[Way]:
    """Every provider takes SMS, and Twilio WhatsApp, too, where it is switched on."""
    sms: list[Way] = [(provider, Channel.SMS) for provider in carriers]
    return [*sms, (TWILIO, Channel.WHATSAPP)] if whatsapp and TWILIO in carriers else sms


def send_one(product: Product, carriers: Mapping[str, Carrier], claimed: Claimed) -> None:
    """Never raises: an attempt that is not recorded goes to the resolver."""
    try:
        outcome = call(carriers[claimed.provider], claimed)
        product.run(record_attempt.record, claimed.attempt_key, outcome, clock.now())
    except Exception:
        log.exception("attempt %s could not be recorded", claimed.attempt_key)


def call(carrier: Carrier, claimed: Claimed) -> Outcome:
    message = Outbound(
        sender=address.parse(claimed.sender),
        recipient=address.parse(claimed.recipient),
        body=claimed.body,
        template=claimed.template,
        media=claimed.media,
        place=claimed.place,
        attempt=claimed.attempt_key,
    )
    try:
        sent = carrier.send(message)
        return Accepted(sent.sid, sent.parts, sent.points)
    except SendRefused as refused:
        return Refused(refused.code, refused.reason, refused.scope)
    except TryLater as later:
        return Later(later.code, later.reason)
    except AnswerLost as lost:
        return Lost(lost.code)
    except Exception as error:
        log.exception("sending broke off; whether the message went is to be looked up")
        return Lost(type(error).__name__)
