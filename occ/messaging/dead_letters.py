"""Webhooks that were given up: counted, listed, and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.messaging.inbox import Pending
from occ.messaging.models import Webhook, WebhookState

PAGE = 20
_LONGEST = 18
_NOTHING = say("There is nothing at this address. It may have moved, or the link is cut short.")
_IS_DEAD = Webhook.state == WebhookState.DEAD


@dataclass(frozen=True)
class Standing:
    count: int
    oldest: datetime | None


def standing(session: Session) -> Standing:
    return Standing(
        session.scalar(select(func.count()).select_from(Webhook).where(_IS_DEAD)) or 0,
        session.scalar(select(Webhook.received_at).where(_IS_DEAD).order_by(Webhook.id).limit(1)),
    )


def page(session: Session, before: int | None = None) -> tuple[Sequence[Webhook], bool]:
    """The newest PAGE letters, or those before the id `before`; newest first, and if more."""
    query = select(Webhook).where(_IS_DEAD).order_by(Webhook.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Webhook.id < before)
    found = session.scalars(query).all()
    return found[:PAGE], len(found) > PAGE


def number(key: str) -> int:
    """The id an address names. Raises NotFound."""
    if not key.isdecimal() or len(key) > _LONGEST:
        raise NotFound(_NOTHING)
    return int(key)


def webhook(session: Session, webhook_id: int) -> Webhook:
    """Raises NotFound."""
    found = session.get(Webhook, webhook_id)
    if found is None:
        raise NotFound(_NOTHING)
    return found


def take_up(session: Session, webhook_id: int) -> Pending:
    """Lock a dead letter to handle it now. Raises NotFound, or Conflict where it is none."""
    webhook(session, webhook_id)
    found: Webhook = lock_row(session, select(Webhook).where(Webhook.id == webhook_id))
    if found.state is WebhookState.DONE:
        raise Conflict(say("This was handled already; nothing was done twice."), "handled")
    if found.state is WebhookState.NEW:
        raise Conflict(say("This is due to be tried again by itself; wait a moment."), "pending")
    return Pending(found.id, found.provider, found.kind, found.tries, found.form, found.received_at)


def failed_again(session: Session, webhook_id: int, error: str) -> None:
    session.execute(
        update(Webhook)
        .where(Webhook.id == webhook_id, _IS_DEAD)
        .values(tries=Webhook.tries + 1, error=error[:500])
    )


def make_due(session: Session, most: int, now: datetime) -> Sequence[int]:
    """Have the oldest `most` handled in turn, as if they had just failed for now; their ids.

    What can't be handled then is a dead letter again.
    """
    oldest = select(Webhook.id).where(_IS_DEAD).order_by(Webhook.id).limit(most)
    return session.scalars(
        update(Webhook)
        .where(Webhook.id.in_(oldest), _IS_DEAD)
        .values(state=WebhookState.NEW, due_at=now)
        .returning(Webhook.id)
        .execution_options(synchronize_session=False)
    ).all()
