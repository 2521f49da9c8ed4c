"""What the provider said last of the senders of our numbers.

A widget leads to none that is not online: its visitors would write to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.locks import locked
from occ.services.models import OwnNumber, Service


def note(session: Session, offline: Mapping[str, str], now: datetime) -> None:
    """The provider listed its senders: of our numbers those of `offline` are not online, each
    with the reason, which may be empty.

    One that is not listed may work all the same, such as the sandbox.
    """
    rows = session.scalars(locked(select(OwnNumber).order_by(OwnNumber.number)))
    for row in rows:
        row.looked_at = now
        why = offline.get(row.number)
        row.offline_since = None if why is None else row.offline_since or now
        row.offline_why = why or None
    session.flush()


def offline(session: Session) -> Mapping[str, OwnNumber]:
    """Those that were not online when the provider was last asked, by number."""
    query = select(OwnNumber).where(OwnNumber.offline_since.is_not(None))
    return {row.number: row for row in session.scalars(query.order_by(OwnNumber.number))}


def led_to(session: Session) -> Sequence[str]:
    """Those of them that lead to a service now."""
    return [number for number, row in offline(session).items() if row.left_at is None]


def among(session: Session, services: Sequence[Service]) -> Mapping[Service, OwnNumber]:
    """Those of the services whose number is one of them."""
    found = offline(session)
    rows = {each: found.get(each.whatsapp_number or "") for each in services}
    return {each: row for each, row in rows.items() if row}
