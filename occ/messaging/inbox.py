"""Raw webhooks: stored before the answer, handled after it, kept when they can't be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.locks import locked
from occ.messaging.models import Webhook, WebhookState

MOST_TRIES = 6
_BACK_OFF = (1, 5, 20, 60, 300)


def store(
    session: Session,
    provider: str,
    kind: str,
    address: str,
    dedupe: str | None,
    form: Mapping[str, Sequence[str]],
    now: datetime,
) -> int | None:
    """Keep what came; None where the same message was kept before."""
    stored = session.execute(
        insert(session, Webhook.__table__)
        .values(
            provider=provider,
            kind=kind,
            address=address,
            dedupe=dedupe,
            form={name: list(values) for name, values in form.items()},
            received_at=now,
            state=WebhookState.NEW,
            tries=0,
            due_at=now,
        )
        .on_conflict_do_nothing(index_elements=["dedupe"])
        .returning(Webhook.id)
    ).scalar_one_or_none()
    return stored


def oldest(session: Session, address: str, now: datetime) -> Webhook | None:
    """The oldest of one address that is due, locked."""
    return session.scalars(
        locked(
            select(Webhook)
            .where(
                Webhook.address == address,
                Webhook.state == WebhookState.NEW,
                Webhook.due_at <= now,
            )
            .order_by(Webhook.id)
            .limit(1)
        )
    ).one_or_none()


def pending(session: Session, now: datetime, most: int = 200) -> Sequence[str]:
    """Addresses of which something is due, in the order it came."""
    found = session.scalars(
        select(Webhook.address)
        .where(Webhook.state == WebhookState.NEW, Webhook.due_at <= now)
        .order_by(Webhook.id)
        .limit(most)
    )
    return list(dict.fromkeys(found))


def done(session: Session, webhook_id: int) -> None:
    session.execute(update(Webhook).where(Webhook.id == webhook_id).values(state=WebhookState.DONE))


def failed(session: Session, webhook_id: int, error: str, hopeless: bool, now: datetime) -> bool:
    """Have it tried again later; True where it became a dead letter instead."""
    webhook = session.get_one(Webhook, webhook_id, with_for_update=True)
    if webhook.state is not WebhookState.NEW:
        return False
    webhook.tries += 1
    webhook.error = error[:500]
    if hopeless or webhook.tries >= MOST_TRIES:
        webhook.state = WebhookState.DEAD
        return True
    webhook.due_at = now + timedelta(seconds=_BACK_OFF[webhook.tries - 1])
    return False
