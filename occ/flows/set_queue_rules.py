"""A service's queue is served otherwise from now on: every queue is looked at again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.routing import queue
from occ.services import queue_rules
from occ.services.queue_rules import QueueRules


def save(
    session: Session, actor_id: int | None, key: str, rules: QueueRules, now: datetime
) -> None:
    """Raises NotFound."""
    queue_rules.save(session, actor_id, key, rules, now)
    queue.touch_all(session)
