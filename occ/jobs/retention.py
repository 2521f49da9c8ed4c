"""At night, what services keep no longer is emptied, slice by slice, and old presence forgotten."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from occ.core import clock
from occ.flows import retain
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users import spans

AT_NIGHT = range(1, 6)
"""Hours of the company's own clock."""


def empty(product: Product) -> bool:
    return empty_at(product, clock.now())


def empty_at(product: Product, now: datetime) -> bool:
    with product.run.reading() as session:
        zone = store.load(session, CompanySettings).zone
        is_night = now.astimezone(ZoneInfo(zone)).hour in AT_NIGHT
        conversation_id = retain.due(session, now) if is_night else None
    if conversation_id is not None:
        product.run(retain.empty, conversation_id, now)
        return True
    if is_night:
        product.run(spans.forget, now)
    last: int | None = 0
    while is_night and last is not None:
        last = product.run(retain.forget_reports, last, now)
    return False
