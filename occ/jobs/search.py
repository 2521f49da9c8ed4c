"""The words of what was said are kept, some seconds later: no customer's message waits for it."""

from __future__ import annotations

from occ.conversations import search_words
from occ.core import clock
from occ.product import Product


def index(product: Product) -> bool:
    """Whether there may be more: then the next turn comes at once."""
    now = clock.now()
    with product.run.reading() as session:
        behind = search_words.is_behind(session, now)
    return behind and bool(product.run(search_words.index, now))
