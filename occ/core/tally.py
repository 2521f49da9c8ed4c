"""What a transaction did, counted once it has committed: for /metrics, and for nobody's screen.

A flow that is run again after a deadlock, or that breaks, must not have counted anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session


class Count(StrEnum):
    """What is counted; each by what became of it."""

    WEBHOOKS = "webhooks"
    OFFERS = "offers"
    MESSAGES_OUT = "messages_out"


Tallied = Sequence[tuple[Count, str]]


def count(session: Session, what: Count, outcome: str) -> None:
    session.info.setdefault("tallied", []).append((what, outcome))


def published(session: Session, received_at: datetime) -> None:
    """What was received then is on its way to screens once this transaction has committed."""
    session.info.setdefault("received", []).append(received_at)


def of(session: Session) -> tuple[Tallied, Sequence[datetime]]:
    return session.info.get("tallied", ()), session.info.get("received", ())
