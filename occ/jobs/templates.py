"""Read the provider's list of templates: every hour, and when somebody asks for it."""

from __future__ import annotations

from occ.core import clock
from occ.jobs.recover import account, failed
from occ.messaging import fetches, templates
from occ.product import Product


def refresh_due(product: Product) -> bool:
    with product.run.reading() as session:
        is_due = fetches.due(session, [templates.LIST], product.started_at, clock.now())
    asked = account(product) if is_due else None
    if asked is None:
        return False
    claim = product.run(fetches.claim, templates.LIST, product.started_at, clock.now())
    if claim is None:
        return False
    try:
        listed = product.twilio.templates(asked.credentials)
        product.run(templates.keep, claim, listed, clock.now())
    except Exception as failure:
        failed(product, claim, failure)
    return False
