"""The slow sweeps: queues nobody drained, counters that drifted, events nobody needs any more."""

from __future__ import annotations

import logging

from occ.billing import drift
from occ.core import clock, events
from occ.flows import make_reference
from occ.messaging import payment_drift
from occ.product import Product
from occ.routing import queue, seats
from occ.users import calls

log = logging.getLogger(__name__)


def drain_all(product: Product) -> bool:
    """After a crash between a commit and its drain, a queue moves here."""
    product.run(queue.touch_all)
    return False


def look_for_drift(product: Product) -> bool:
    with product.run.reading() as session:
        for each in seats.drift(session):
            log.error(
                "user %s has %s seats counted but %s live interactions",
                each.key,
                each.counted,
                each.real,
            )
    return False


def check_credit(product: Product) -> bool:
    """Raises RuntimeError where a balance differs from its entries, or from what messages say of
    it: the job then shows as failing.

    Nothing is mended: somebody has to look what happened.
    """
    with product.run.reading() as session:
        found, unlike = drift.drift(session), payment_drift.drift(session)
    for other in unlike:
        log.error("%s: %s is %s, and it is %s elsewhere", *other)
    for each in found:
        log.error(
            "wallet %s of user %s: %s is %s, and its rows say %s",
            each.wallet_id,
            each.user_id,
            each.what,
            each.kept,
            each.real,
        )
    if found or unlike:
        count = len(found) + len(unlike)
        raise RuntimeError(f"{count} balances differ from the ledger: run `occ credit check`")
    return False


def forget_calls(product: Product) -> bool:
    product.run(calls.forget, clock.now())
    return False


def forget_pages(product: Product) -> bool:
    return product.run(make_reference.forget, clock.now())


def forget_events(product: Product) -> bool:
    product.run(events.forget, clock.now())
    return False
