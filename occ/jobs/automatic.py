"""What a service says by itself to who waits, and to whose conversation was closed."""

from __future__ import annotations

from occ.core import clock
from occ.flows import automatic_rounds
from occ.jobs.deadlines import each_due
from occ.product import Product


def speak(product: Product) -> bool:
    now = clock.now()
    each_due(product, automatic_rounds.waiting, automatic_rounds.tell_position, now)
    each_due(product, automatic_rounds.done, automatic_rounds.part, now)
    return False
