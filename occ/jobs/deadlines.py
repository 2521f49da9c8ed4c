"""Offers, leases, graces, rests, wrap-ups and parkings that are over.

Time in which nobody swept does not count.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

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
    kinds = (
        (due.offers, partial(each_due, product, miss_offer.overdue, miss_offer.miss, now)),
        (due.leases, partial(product.run, presence.lapse, now)),
        (due.graces, partial(each_due, product, presence.gone, presence.return_work, now)),
        (due.rests, partial(_end_rests, product, now)),
        (
            due.parked,
            partial(each_due, product, park_conversation.overdue, park_conversation.wake, now),
        ),
        (due.wraps, partial(each_due, product, wrap_up.overdue, wrap_up.end, now)),
    )
    _every_one(end for is_due, end in kinds if is_due)
    return False


def _end_rests(product: Product, now: datetime) -> None:
    for service_id in product.run(offers.rested, now):
        product.run.drain(service_id)


def park_silent(product: Product) -> bool:
    """Silence fills no seat."""
    each_due(product, park_conversation.silent, park_conversation.park_silent, clock.now())
    return False


def end_long_waits(product: Product) -> bool:
    """Who waits too long goes over to another service; whom an agent forgot, back to the queue."""
    now = clock.now()
    _every_one(
        (
            partial(each_due, product, overflow.due, overflow.go_over, now),
            partial(each_due, product, return_forgotten.due, return_forgotten.put_back, now),
        )
    )
    return False


def each_due(
    product: Product,
    due: Callable[[Session, datetime], Sequence[int]],
    end: Callable[[Session, int, datetime], object],
    now: datetime,
) -> None:
    """End, each in a transaction of its own, those whose ids are `due`.

    One that fails keeps no other from its end: the first such error is raised after all of them.
    """
    with product.run.reading() as session:
        found = due(session, now)
    _every_one(partial(product.run, end, row_id, now) for row_id in found)


def _every_one(ends: Iterable[Callable[[], object]]) -> None:
    failure: Exception | None = None
    for end in ends:
        try:
            end()
        except Exception as error:
            if failure is None:
                failure = error
            else:
                log.exception("beside the one that is told at the end this failed")
    if failure is not None:
        raise failure
