"""An administrator has dead letters handled again, as they came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.flows import handle_webhook
from occ.flows.handle_webhook import Readers
from occ.journal import entries as journal
from occ.messaging import dead_letters

AT_ONCE = 500
"""Letters a press of "Replay all" takes up, oldest first: one transaction holds them."""


def replay(
    session: Session, actor_id: int, webhook_id: int, readers: Readers, now: datetime
) -> None:
    """Handle one now. A message that was placed meanwhile stays the only one.

    Raises NotFound; Conflict where somebody was quicker; HandlingFailed, and then the edge has
    `failed` note it in a transaction of its own.
    """
    letter = dead_letters.take_up(session, webhook_id)
    handle_webhook.handle(session, [letter], readers, now)
    _note(session, actor_id, webhook_id, "handled", now)


def failed(session: Session, actor_id: int, webhook_id: int, error: str, now: datetime) -> None:
    dead_letters.failed_again(session, webhook_id, error)
    _note(session, actor_id, webhook_id, "failed", now)


def replay_all(session: Session, actor_id: int, now: datetime) -> int:
    """Leave the oldest of them to the inbox job, in the order they came; how many."""
    taken = dead_letters.make_due(session, AT_ONCE, now)
    for webhook_id in taken:
        _note(session, actor_id, webhook_id, "due", now)
    return len(taken)


def subject(webhook_id: int) -> journal.Subject:
    return journal.Subject("webhook", str(webhook_id))


def _note(session: Session, actor_id: int, webhook_id: int, outcome: str, now: datetime) -> None:
    after = {"outcome": outcome}
    journal.write(session, actor_id, "webhook_replayed", subject(webhook_id), now, after=after)
