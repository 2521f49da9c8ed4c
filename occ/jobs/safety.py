"""The slow sweeps: queues nobody drained, counters that drifted, events nobody needs any more."""

from __future__ import annotations

import logging

from occ.core import clock, events
from occ.product import Product
from occ.routing import queue, seats

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


def forget_events(product: Product) -> bool:
    product.run(events.forget, clock.now())
    return False
