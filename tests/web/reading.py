"""What jobs do after recipients were chosen on a page."""

from __future__ import annotations

from occ.jobs import campaign_lists, campaigns
from occ.product import Product


def to_the_end(product: Product) -> None:
    """Lists are read, and everybody's recipients counted."""
    while campaigns.prepare(product) or campaign_lists.read_due(product):
        pass
