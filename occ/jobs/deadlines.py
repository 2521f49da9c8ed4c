"""Offers, leases, graces, rests, wrap-ups and parkings that are over.

Time in which nobody swept does not count.
"""

from __future__ import annotations

from datetime import datetime

from occ.core import clock
from occ.flows import keep_time, miss_offer, park_conversation, presence, wrap_up
from occ.product import Product
from occ.routing import offers


def sweep(product: Product) -> bool:
    now = clock.now()
    with product.run.reading() as session:
        due = keep_time.due(session, now)
    if due.note:
        product.run(keep_time.catch_up, now)
    if due.offers:
        _miss_offers(product, now)
    if due.leases:
        product.run(presence.lapse, now)
    if due.graces:
        _return_work(product, now)
    if due.rests:
        for service_id in product.run(offers.rested, now):
            product.run.drain(service_id)
    if due.parked:
        _wake_parked(product, now)
    if due.wraps:
        _end_wraps(product, now)
    return False


def park_silent(product: Product) -> bool:
    """Silence fills no seat."""
    now = clock.now()
    with product.run.reading() as session:
        silent = park_conversation.silent(session, now)
    for conversation_id in silent:
        product.run(park_conversation.park_silent, conversation_id, now)
    return False


def _miss_offers(product: Product, now: datetime) -> None:
    with product.run.reading() as session:
        overdue = miss_offer.overdue(session, now)
    for interaction_id in overdue:
        product.run(miss_offer.miss, interaction_id, now)


def _return_work(product: Product, now: datetime) -> None:
    with product.run.reading() as session:
        gone = presence.gone(session, now)
    for user_id in gone:
        product.run(presence.return_work, user_id, now)


def _wake_parked(product: Product, now: datetime) -> None:
    with product.run.reading() as session:
        overdue = park_conversation.overdue(session, now)
    for conversation_id in overdue:
        product.run(park_conversation.wake, conversation_id, now)


def _end_wraps(product: Product, now: datetime) -> None:
    with product.run.reading() as session:
        overdue = wrap_up.overdue(session, now)
    for interaction_id in overdue:
        product.run(wrap_up.end, interaction_id, now)
