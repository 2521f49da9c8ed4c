"""What came in and is not handled: the figures of the system page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.messaging.models import Webhook, WebhookState

_NEWEST = 20


@dataclass(frozen=True)
class Backlog:
    pending: int
    dead: int
    failing: Sequence[Webhook]
    """The newest that failed, dead or due again, with their errors."""


def read(session: Session) -> Backlog:
    open_states = [WebhookState.NEW, WebhookState.DEAD]
    counts = session.execute(
        select(Webhook.state, func.count())
        .where(Webhook.state.in_(open_states))
        .group_by(Webhook.state)
    )
    counted = {state: count for state, count in counts}
    failing = session.scalars(
        select(Webhook)
        .where(Webhook.state.in_(open_states), Webhook.error.is_not(None))
        .order_by(Webhook.id.desc())
        .limit(_NEWEST)
    ).all()
    return Backlog(counted.get(WebhookState.NEW, 0), counted.get(WebhookState.DEAD, 0), failing)
