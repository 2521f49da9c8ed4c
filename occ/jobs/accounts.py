"""Accounts handed out: what waited goes once it can, and what is over keeps no secret."""

from __future__ import annotations

from occ.core import clock
from occ.credentials import ready, register
from occ.flows import end_credentials, send_credentials
from occ.product import Product

_AT_ONCE = 100


def go_on(product: Product) -> bool:
    """An account a transaction."""
    with product.run.reading() as session:
        ending = register.ending(session, clock.now(), _AT_ONCE)
        waiting = ready.to_look_at(session, clock.now())
    for account_id in ending:
        product.run(end_credentials.end_due, account_id, clock.now())
    for account_id in waiting:
        product.run(send_credentials.go_on, account_id, product.wording, clock.now())
    return len(ending) == _AT_ONCE
