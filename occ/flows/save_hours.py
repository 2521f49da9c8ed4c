"""A service is open at other hours: what waits may be offered now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.core import events
from occ.services import opening
from occ.services.hours import Hours


def save(
    session: Session,
    actor_id: int | None,
    key: str,
    wanted: tuple[Hours | None, str, bool],
    now: datetime,
) -> None:
    """As `opening.save`. Raises NotFound."""
    events.touch(session, opening.save(session, actor_id, key, wanted, now).id)
