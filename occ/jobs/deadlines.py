"""Offers, leases, graces, rests, wrap-ups and parkings that are over.

Time in which nobody swept does not count.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.core import clock
from occ.flows import (
    keep_time,
    miss_offer,
    overflow,
    park_conversation,
    presence,
    return_forgotten,
    wrap_up,
)
from occ.product import Product
from occ.routing import offers

log = logging.getLogger(__name__)


def sweep(product: Product) -> bool:
    now = clock.now()
    with product.run.reading() as session:
        due = keep_time.due(session, now)
    if due.note:
        product.run(keep_time.catch_up, now)
    if due.offers:
        each_due(product, miss_offer.overdue, miss_offer.miss, now)
    if due.leases:
        product.run(presence.lapse, now)
    if due.graces:
        each_due(product, presence.gone, presence.return_work, now)
    if due.rests:
        for service_id in product.run(offers.rested, now):
            product.run.drain(service_id)
    if due.parked:
        each_due(product, park_conversation.overdue, park_conversation.wake, now)
    if due.wraps:
        each_due(product, wrap_up.overdue, wrap_up.end, now)
    return False


def park_silent(product: Product) -> bool:
    """Silence fills no seat."""
    each_due(product, park_conversation.silent, park_conversation.park_silent, clock.now())
    return False


def end_long_waits(product: Product) -> bool:
    """Who waits too long goes over to another service; whom an agent forgot, back to the queue."""
    now = clock.now()
    each_due(product, overflow.due, overflow.go_over, now)
    each_due(product, return_forgotten.due, return_forgotten.put_back, now)
    return False


def each_due(
    product: Product,
    due: Callable[[Session, datetime], Sequence[int]],
    end: Callable[[Session, int, datetime], object],
    now: datetime,
) -> None:
    """End, each in a transaction of its own, those whose ids are `due`.

    One that fails keeps no other from its end: the last such error is raised after all of them.
    """
    with product.run.reading() as session:
        found = due(session, now)
    failure: Exception | None = None
    for row_id in found:
        try:
            product.run(end, row_id, now)
        except Exception as error:
            log.exception("%s failed for the row %s", end.__module__, row_id)
            failure = error
    if failure is not None:
        raise failure
