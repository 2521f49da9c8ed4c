"""Read one of the provider's lists when it is due: one process at a time."""

from __future__ import annotations

from collections.abc import Callable

from occ.core import clock
from occ.jobs.recover import Account, account, failed
from occ.messaging import fetches
from occ.messaging.fetches import Claim
from occ.product import Product


def read_due(product: Product, name: str, read: Callable[[Account, Claim], None]) -> None:
    """`read` asks the provider and closes the claim; where it raises, the list is due again after
    a pause.
    """
    with product.run.reading() as session:
        is_due = fetches.due(session, [name], product.started_at, clock.now())
    asked = account(product) if is_due else None
    if asked is None:
        return
    claim = product.run(fetches.claim, name, product.started_at, clock.now())
    if claim is None:
        return
    try:
        read(asked, claim)
    except Exception as failure:
        failed(product, claim, failure)
