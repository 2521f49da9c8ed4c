"""What the provider tells of our WhatsApp senders is kept, whoever asked it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occ.core.address import Channel
from occ.messaging import fetches
from occ.messaging.account import Hook
from occ.messaging.fetches import Claim, Reading
from occ.messaging.texts import storable
from occ.services import senders

LIST = "senders"
"""The name of their list among those that are read."""
READ_EVERY = timedelta(minutes=5)


def note(session: Session, hooks: Sequence[Hook], now: datetime) -> None:
    """`hooks` are all that the account has, on WhatsApp at least."""
    offline = {
        hook.phone: storable("; ".join(hook.troubles))
        for hook in hooks
        if hook.channel is Channel.WHATSAPP and not hook.online
    }
    senders.note(session, offline, now)


def keep(session: Session, claim: Claim, hooks: Sequence[Hook], now: datetime) -> None:
    note(session, hooks, now)
    fetches.done(session, claim, Reading(now + READ_EVERY, None, was_deep=True), now)
