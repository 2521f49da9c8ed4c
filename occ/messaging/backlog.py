"""What came in and is not handled: the figures of the system page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.messaging import dead_letters
from occ.messaging.dead_letters import Standing
from occ.messaging.models import Webhook, WebhookState

_NEWEST = 20
_IS_NEW = Webhook.state == WebhookState.NEW


@dataclass(frozen=True)
class Backlog:
    last_received: datetime | None
    pending: int
    oldest_pending: datetime | None
    """When what waits longest was received: how far handling lags behind."""
    retried: Sequence[Webhook]
    """The newest that failed and are due again, with their errors."""
    dead: Standing


def read(session: Session) -> Backlog:
    pending, oldest = session.execute(
        select(func.count(), func.min(Webhook.received_at)).where(_IS_NEW)
    ).one()
    retried = session.scalars(
        select(Webhook)
        .where(_IS_NEW, Webhook.error.is_not(None))
        .order_by(Webhook.id.desc())
        .limit(_NEWEST)
    ).all()
    newest = select(Webhook.received_at).order_by(Webhook.id.desc()).limit(1)
    dead = dead_letters.standing(session)
    return Backlog(session.scalar(newest), pending, oldest, retried, dead)
