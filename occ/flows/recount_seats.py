"""An administrator has seats counted anew, where the count has drifted from the interactions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.journal import entries as journal
from occ.routing import queue, seats, tell


def recount(session: Session, actor_id: int | None, now: datetime) -> int:
    """How many users' counts were mended; each stands in their Events."""
    mended = 0
    for drift in seats.drift(session):
        counted, real = seats.recount(session, drift.user_id)
        if counted == real:
            continue
        mended += 1
        before, after = {"seats_taken": counted}, {"seats_taken": real}
        subject = journal.Subject("user", drift.key)
        journal.write(
            session, actor_id, "seats_recounted", subject, now, before=before, after=after
        )
        tell.user_changed(session, drift.user_id)
    if mended:
        queue.touch_all(session)
    return mended
