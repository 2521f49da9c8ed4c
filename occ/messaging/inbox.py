"""Raw webhooks: stored before the answer, handled after it, kept when they can't be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from occ.core import tally
from occ.core.db import insert_for, plain
from occ.core.locks import lock_row, locked
from occ.core.tally import Count
from occ.messaging.models import Message, Webhook, WebhookState

MESSAGE, STATUS = "message", "status"
"""What a provider posts: a customer's words, and what became of ours."""
FETCHED = "fetched"
"""A message that Twilio did not post: from its list, in the same shape as far as that goes."""
FULLER = "fuller"
"""A message that was fetched, and that Twilio posted after all: its webhook tells more."""
MOST_TRIES = 6
LEFT_AFTER = timedelta(seconds=5)
_BACK_OFF = (1, 5, 20, 60, 300)


def store(
    connection: Connection,
    provider: str,
    kind: str,
    address: str,
    dedupe: str | None,
    form: Mapping[str, Sequence[str]],
    now: datetime,
) -> int | None:
    """Keep what came; None where the same message was kept before.

    The webhook of a message that was fetched takes its place, to be handled in its turn: it
    alone tells of a place, a choice, a quoted message, the sender's name.

    On a bare connection, by `run.together`: every webhook waits for this before it is answered.
    """
    row = {
        "provider": provider,
        "kind": kind,
        "address": address,
        "dedupe": dedupe,
        "form": {name: list(values) for name, values in form.items()},
        "received_at": now,
        "due_at": now,
    }
    stored: int | None = connection.execute(
        _store(connection.dialect.name), row
    ).scalar_one_or_none()
    if stored is None and kind == MESSAGE:
        connection.execute(_REPEATED, {"sid": dedupe})
    return stored


def unheard(session: Session, sids: Collection[str]) -> set[str]:
    """Those of these messages that never came, in whatever state they may be."""
    kept = session.scalars(select(Webhook.dedupe).where(Webhook.dedupe.in_(sids)))
    placed = session.scalars(select(Message.provider_sid).where(Message.provider_sid.in_(sids)))
    return set(sids) - set(kept) - set(placed)


class Pending(NamedTuple):
    """A webhook to handle: its id, whose it is, what kind, how often it failed, the form as it
    came.
    """

    id: int
    provider: str
    kind: str
    tries: int
    form: dict[str, list[str]]
    received_at: datetime


def oldest(session: Session, address: str, now: datetime) -> Pending | None:
    """The oldest of one address that is due, locked.

    Who had to wait for a row sees, once it is free, only what stood there when the wait began:
    where that leaves nothing, PostgreSQL is asked once more.
    """
    connection, dialect = plain(session)
    asked = {"whose": address, "now": now}
    found = connection.execute(_OLDEST, asked).one_or_none()
    if found is None and dialect != "sqlite":
        found = connection.execute(_OLDEST, asked).one_or_none()
    return Pending(*found) if found else None


def oldest_of_each(session: Session, addresses: Collection[str], now: datetime) -> list[Pending]:
    """The oldest that is due of each address, locked, in the order they came."""
    connection, _ = plain(session)
    rows = connection.execute(_OLDEST_OF_EACH, {"those": list(addresses), "now": now})
    return [Pending(*row) for row in rows]


def pending(session: Session, now: datetime, most: int = 200) -> Sequence[str]:
    """Addresses of which something is left, in the order it came: what failed and is due again,
    and what the process that took it has not handled in a while.
    """
    found = session.scalars(
        select(Webhook.address)
        .where(
            Webhook.state == WebhookState.NEW,
            Webhook.due_at <= now,
            or_(Webhook.tries > 0, Webhook.received_at <= now - LEFT_AFTER),
        )
        .order_by(Webhook.id)
        .limit(most)
    )
    return list(dict.fromkeys(found))


def done(session: Session, webhook_ids: Sequence[int]) -> None:
    connection, _ = plain(session)
    connection.execute(_DONE, {"those": webhook_ids})


def failed(session: Session, webhook_id: int, error: str, hopeless: bool, now: datetime) -> bool:
    """Have it tried again later; True where it became a dead letter instead."""
    webhook: Webhook = lock_row(session, select(Webhook).where(Webhook.id == webhook_id))
    if webhook.state is not WebhookState.NEW:
        return False
    webhook.tries += 1
    webhook.error = error[:500]
    if hopeless or webhook.tries >= MOST_TRIES:
        webhook.state = WebhookState.DEAD
        tally.count(session, Count.WEBHOOKS, "dead")
        return True
    tally.count(session, Count.WEBHOOKS, "failed")
    webhook.due_at = now + timedelta(seconds=_BACK_OFF[webhook.tries - 1])
    return False


@cache
def _store(dialect: str) -> Any:
    insert = insert_for(dialect, Webhook.__table__)
    came = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["dedupe"],
        set_={
            "kind": FULLER,
            "state": WebhookState.NEW,
            "tries": 0,
            "error": None,
            **{name: came[name] for name in ("address", "form", "received_at", "due_at")},
        },
        where=(Webhook.kind == FETCHED) & (came.kind == MESSAGE),
    ).returning(Webhook.id)


_REPEATED = (
    update(Webhook).where(Webhook.dedupe == bindparam("sid")).values(repeats=Webhook.repeats + 1)
)
_DUE = (
    select(
        Webhook.id, Webhook.provider, Webhook.kind, Webhook.tries, Webhook.form, Webhook.received_at
    )
    .where(Webhook.state == WebhookState.NEW, Webhook.due_at <= bindparam("now"))
    .order_by(Webhook.id)
)
_OLDEST = locked(_DUE.where(Webhook.address == bindparam("whose")).limit(1))
_FIRST = (
    select(func.min(Webhook.id))
    .where(
        Webhook.address.in_(bindparam("those", expanding=True)),
        Webhook.state == WebhookState.NEW,
        Webhook.due_at <= bindparam("now"),
    )
    .group_by(Webhook.address)
)
_OLDEST_OF_EACH = locked(_DUE.where(Webhook.id.in_(_FIRST)))
_DONE = (
    update(Webhook)
    .where(Webhook.id.in_(bindparam("those", expanding=True)))
    .values(state=WebhookState.DONE)
)
