"""Read the provider's list of templates: every hour, and when somebody asks for it."""

from __future__ import annotations

from occ.core import clock
from occ.jobs import lists
from occ.jobs.recover import Account
from occ.messaging import templates
from occ.messaging.fetches import Claim
from occ.product import Product


def refresh_due(product: Product) -> bool:
    def read(asked: Account, claim: Claim) -> None:
        listed = product.twilio.templates(asked.credentials)
        product.run(templates.keep, claim, listed, clock.now())

    lists.read_due(product, templates.LIST, read)
    return False
