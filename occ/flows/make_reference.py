"""A visitor opens a widget on a page: the short reference of it for their first words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.services import page_references
from occ.services.page_references import Page
from occ.users import tries

MOST_PER_ADDRESS, MOST_PER_WIDGET = 120, 2000
"""In fifteen minutes: an office behind one address may well look, a flood fills nothing."""
_FORGOTTEN_AT_ONCE = 2000


def make(
    session: Session, widget_id: int, page: Page, network_address: str, now: datetime
) -> str | None:
    """None where too many were made: the visitor writes without."""
    all_of_it = f"page of:{widget_id}"
    # Before the address, so that many addresses can't fill that table either.
    if tries.take(session, all_of_it, MOST_PER_WIDGET, now):
        return None
    if tries.take(session, f"page from:{network_address}", MOST_PER_ADDRESS, now):
        tries.give_back(session, all_of_it)
        return None
    return page_references.make(session, widget_id, page, now)


def forget(session: Session, now: datetime) -> bool:
    """A slice of what is over: the references, and who asked for how many; whether there may be
    more.
    """
    tries.forget(session, now)
    return page_references.forget(session, now, _FORGOTTEN_AT_ONCE)
