"""Pay the replenishment plans whose period has begun, a wallet a transaction."""

from __future__ import annotations

from occ.billing import plans
from occ.core import clock
from occ.flows import replenish
from occ.product import Product


def pay_due(product: Product) -> bool:
    now = clock.now()
    with product.run.reading() as session:
        due = plans.due(session, now)
    for wallet_id in due:
        product.run(replenish.replenish, wallet_id, now)
    return False
