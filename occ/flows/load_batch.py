"""An administrator loads a pack of WhatsApp messages by its code and password (B2, B4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import batches
from occ.billing.batch_models import Batch, BatchPair
from occ.core.errors import Conflict, NotFound
from occ.core.words import say
from occ.journal import entries as journal
from occ.users import tries

MOST_TRIES = 10
"""Of one user, and from one network address, in a quarter of an hour."""


def count_try(session: Session, user_id: int, network_address: str, now: datetime) -> None:
    """Before a password is looked at. Raises TooMany."""
    tries.demand(session, dict.fromkeys(_counted(user_id, network_address), MOST_TRIES), now)


def load(
    session: Session,
    actor_id: int,
    pair_id: int,
    description: str,
    network_address: str,
    now: datetime,
) -> Batch:
    """With a pair whose password was right. Raises Conflict where it can't be loaded any more."""
    batch = batches.load(session, pair_id, description, actor_id, now)
    if batch is None:
        raise _gone(session, pair_id)
    for key in _counted(actor_id, network_address):
        tries.give_back(session, key)
    journal.write(
        session,
        actor_id,
        "batch_loaded",
        journal.Subject("batch", str(batch.id)),
        now,
        after={"description": batch.description, "messages": batch.messages},
    )
    return batch


def issue(session: Session, pairs: Sequence[tuple[str, str]], messages: int, now: datetime) -> None:
    """Keep new pairs of a code and its password's digest."""
    batches.issue(session, pairs, messages, now)
    for code, _ in pairs:
        subject = journal.Subject("batch_pair", code)
        journal.write(session, None, "pair_issued", subject, now, after={"messages": messages})


def revoke(session: Session, code: str, now: datetime) -> None:
    """Raises NotFound, Conflict."""
    found = batches.pair(session, code)
    if found is None:
        raise NotFound(say("There is no pack with the code %(code)s.", code=code))
    if not batches.revoke(session, found.id, now):
        raise _gone(session, found.id)
    journal.write(session, None, "pair_revoked", journal.Subject("batch_pair", code), now)


class LoadedBefore(Conflict):
    """The pair's one batch is there already."""

    code = "loaded_before"

    def __init__(self, number: int, loaded_at: datetime) -> None:
        super().__init__(say("Loaded already, as no. %(number)s.", number=number))
        self.number, self.loaded_at = number, loaded_at


def _gone(session: Session, pair_id: int) -> Conflict:
    found = session.get_one(BatchPair, pair_id)
    if found.batch_id is None:
        return Conflict(say("This pack was revoked by who issued it. Ask them."), "revoked")
    batch = session.get_one(Batch, found.batch_id)
    return LoadedBefore(batch.id, batch.loaded_at)


def _counted(user_id: int, network_address: str) -> tuple[str, str]:
    return f"batch:{user_id}", f"batch from:{network_address}"
