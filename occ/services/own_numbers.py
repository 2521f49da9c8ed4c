"""Numbers that lead to our services, or did: from when on what is written to them is ours.

A number is ours from the first time it led to any service. That moment stays, whatever is switched
off and on and wherever the number moves: what was written meanwhile waits in the provider's list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from occ.core.address import Channel, Identity
from occ.core.db import insert
from occ.services.models import OwnNumber

_READ_ON = timedelta(days=1)
"""How long what is written to a number that leads nowhere is still sought: by then it is another
system's, or leads somewhere again, which finds the rest."""


class ReadNumber(NamedTuple):
    """A number whose list is read, as the provider writes it; `leads`: to a service, now."""

    address: str
    since: datetime
    leads: bool


def move(session: Session, before: str | None, after: str | None, now: datetime) -> None:
    """A service was reached by the number `before` and is by `after`; None: by none."""
    if before and before != after:
        session.execute(update(OwnNumber).where(OwnNumber.number == before).values(left_at=now))
    if after:
        found = insert(session, OwnNumber.__table__).values(number=after, live_since=now)
        session.execute(
            found.on_conflict_do_update(index_elements=["number"], set_={"left_at": None})
        )


def to_read(session: Session, now: datetime) -> Sequence[ReadNumber]:
    """Those that lead to a service, and those that did lately: their words go to Unassigned."""
    is_read = or_(OwnNumber.left_at.is_(None), OwnNumber.left_at > now - _READ_ON)
    found = session.scalars(select(OwnNumber).where(is_read).order_by(OwnNumber.number))
    return [
        ReadNumber(
            str(Identity(Channel.WHATSAPP, phone=row.number)), row.live_since, row.left_at is None
        )
        for row in found
    ]
