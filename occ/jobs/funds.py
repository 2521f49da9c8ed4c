"""Read every hour what our accounts at the providers still hold (C8)."""

from __future__ import annotations

from occ.core import clock
from occ.messaging import fetches, funds
from occ.product import Product


def refresh_due(product: Product) -> bool:
    with product.run.reading() as session:
        due = fetches.due(session, funds.LISTS.values(), product.started_at, clock.now())
    for provider, name in funds.LISTS.items():
        if name in due:
            product.read_funds(provider, product.started_at)
    return False
