"""Send what is due: claim in one transaction, call the provider, record in another."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from occ.core import address, clock
from occ.flows import claim_messages, record_attempt
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging import outbox
from occ.messaging.outbox import Claimed
from occ.messaging.ports import AnswerLost, Credentials, Outbound, SendRefused, TryLater
from occ.messaging.reach import STATUS_PATH
from occ.product import Product, twilio_credentials
from occ.settings import store
from occ.settings.pages import TwilioSettings

log = logging.getLogger(__name__)


def send_due(product: Product) -> bool:
    with product.run.reading() as session:
        if not outbox.anything_due(session, clock.now()):
            return False
        credentials = twilio_credentials(session)
        settings = store.load(session, TwilioSettings)
    if credentials is None or not settings.whatsapp:
        return False
    # Who polls may have no address that Twilio takes for a callback.
    callback = None if settings.polls else product.config.public_url + STATUS_PATH
    claimed = product.run(claim_messages.claim, clock.now())
    if len(claimed) == 1:
        send_one(product, credentials, callback, claimed[0])
    elif claimed:
        # One slow answer must not hold up the others.
        with ThreadPoolExecutor(max_workers=len(claimed)) as pool:
            for one in claimed:
                pool.submit(send_one, product, credentials, callback, one)
    return bool(claimed)


def send_one(
    product: Product, credentials: Credentials, callback: str | None, claimed: Claimed
) -> None:
    """Never raises: an attempt that is not recorded goes to the resolver."""
    try:
        outcome = _call(product, credentials, callback, claimed)
        product.run(record_attempt.record, claimed.attempt_key, outcome, clock.now())
    except Exception:
        log.exception("attempt %s could not be recorded", claimed.attempt_key)


def _call(
    product: Product, credentials: Credentials, callback: str | None, claimed: Claimed
) -> Outcome:
    message = Outbound(
        sender=address.parse(claimed.sender),
        recipient=address.parse(claimed.recipient),
        body=claimed.body,
        status_callback=callback and f"{callback}?attempt={claimed.attempt_key}",
    )
    try:
        return Accepted(product.twilio.send(credentials, message).sid)
    except SendRefused as refused:
        return Refused(refused.code, refused.reason, refused.scope)
    except TryLater as later:
        return Later(later.code, later.reason)
    except AnswerLost as lost:
        return Lost(lost.code)
    except Exception as error:
        log.exception("sending broke off; whether the message went is to be looked up")
        return Lost(type(error).__name__)
