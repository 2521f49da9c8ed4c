"""What customers wrote is taken over from the provider's list: what never came by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.messaging import inbox
from occ.messaging.ports import Fetched

Letter = tuple[Fetched, Mapping[str, str]]
"""A row of the list, and what is known of its attachments."""


def keep(session: Session, letters: Sequence[Letter], now: datetime) -> list[str]:
    """Store each as a raw webhook of its own kind, for the inbox to handle, in the order given.

    Returns the addresses of those that are new: a webhook of the same message may come in the
    same moment. Where it comes first it stays; where it comes after, it takes the other's place.
    """
    kept = []
    for fetched, attached in letters:
        form = {name: [value] for name, value in {**fetched.form, **attached}.items()}
        stored = inbox.store(
            session.connection(), "twilio", inbox.FETCHED, fetched.sender, fetched.sid, form, now
        )
        if stored is not None:
            kept.append(fetched.sender)
    return kept
