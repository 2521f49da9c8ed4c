"""A person leaves the campaigns they were in: their place and what became of it stay."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.campaigns.counts import Changes, Figures
from occ.campaigns.models import Flag, Recipient
from occ.core.locks import locked

ERASED = "erased"
"""Why somebody was skipped who had not been written to yet."""


def forget(session: Session, phones: Collection[str], after: int, most: int) -> int | None:
    """Of the next `most` places those with these numbers; the last, None at the end."""
    ids = select(Recipient.id).where(Recipient.id > after).order_by(Recipient.id).limit(most)
    last = session.scalar(select(func.max(ids.subquery().c.id)))
    if last is None:
        return None
    between = (Recipient.id > after) & (Recipient.id <= last)
    found = session.scalars(
        locked(
            select(Recipient).where(between, Recipient.phone.in_(phones)).order_by(Recipient.id)
        ).execution_options(populate_existing=True)
    ).all()
    changes = Changes()
    for each in found:
        if each.flag is Flag.PENDING:
            figures = Figures(1, each.parts)
            changes.add(each.run_id, Flag.PENDING, -figures)
            changes.add(each.run_id, Flag.SKIPPED, figures, ERASED)
            each.flag, each.reason = Flag.SKIPPED, ERASED
        # One number stands in a run once, and so must what stands for it.
        each.phone, each.country, each.fields = f"-{each.id}", "", {}
    session.flush()
    changes.write(session)
    return int(last)
