"""Handle stored webhooks: at once after their answer, and whatever is left later."""

from __future__ import annotations

import logging
import traceback

from occ.core import clock
from occ.flows import handle_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.messaging import inbox
from occ.product import Product

log = logging.getLogger(__name__)


def handle_left(product: Product) -> bool:
    """What a crash or a failure left behind, address by address."""
    with product.run.reading() as session:
        addresses = inbox.pending(session, clock.now())
    for address in addresses:
        handle_address(product, address)
    return False


def handle_address(product: Product, address: str) -> None:
    """Everything of one address that is due, oldest first."""
    while True:
        try:
            if not product.run(handle_webhook.handle_oldest, address, product.twilio, clock.now()):
                return
        except HandlingFailed as failure:
            cause = failure.__cause__
            log.error(
                "webhook %s could not be handled and is kept: %s",
                failure.webhook_id,
                "".join(traceback.format_exception(cause)) if cause else failure,
            )
            product.run(
                inbox.failed,
                failure.webhook_id,
                f"{type(cause).__name__}: {cause}",
                failure.hopeless,
                clock.now(),
            )
