"""What many calls came to, in one transaction: a commit waits for the disk once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.flows import record_attempt
from occ.flows.record_attempt import Outcome
from occ.messaging import payment
from occ.messaging.outbox import Claimed


def record_all(
    session: Session, outcomes: Sequence[tuple[Claimed, Outcome]], now: datetime
) -> None:
    """Payers are locked first, then the messages by their ids."""
    payment.lock_those_of(session, [claimed.message_id for claimed, _ in outcomes])
    for claimed, outcome in sorted(outcomes, key=lambda each: each[0].message_id):
        record_attempt.record(session, claimed.attempt_key, outcome, now)
