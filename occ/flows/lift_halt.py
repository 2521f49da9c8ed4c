"""An administrator has mended what stopped a sender: it sends again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.journal import entries as journal
from occ.messaging import halts


def lift(session: Session, actor_id: int | None, sender: str, now: datetime) -> None:
    halts.lift(session, sender)
    journal.write(session, actor_id, "sending_resumed", journal.Subject("sender", sender), now)
