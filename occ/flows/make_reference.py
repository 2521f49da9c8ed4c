"""A visitor opens a widget on a page: the short reference of it for their first words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.services import page_references
from occ.services.page_references import Page
from occ.users import tries

MOST_PER_ADDRESS, MOST_PER_WIDGET = 120, 6000
"""In fifteen minutes: an office behind one address may well look, a flood fills nothing."""


def make(
    session: Session, widget_id: int, page: Page, network_address: str, now: datetime
) -> str | None:
    """None where too many were made: the visitor writes without."""
    limits = {
        f"page from:{network_address}": MOST_PER_ADDRESS,
        f"page of:{widget_id}": MOST_PER_WIDGET,
    }
    for key, most in limits.items():
        if tries.take(session, key, most, now):
            return None
    return page_references.make(session, widget_id, page, now)


def forget(session: Session, now: datetime) -> None:
    """What is over: the references, and who asked for how many."""
    page_references.forget(session, now)
    tries.forget(session, now)
