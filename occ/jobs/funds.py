"""Read every hour what the account at the SMS provider still holds (C8)."""

from __future__ import annotations

from occ.core import clock
from occ.messaging import fetches, funds
from occ.product import Product


def refresh_due(product: Product) -> bool:
    with product.run.reading() as session:
        is_due = fetches.due(session, [funds.LIST], product.started_at, clock.now())
    if is_due:
        product.read_funds(product.started_at)
    return False
