"""Which delivery status may follow which: each only moves up (pure).

Reports come late, twice and in any order, even before the answer to our own call.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from occ.messaging.ports import Delivery

_FIRST_LOOK = timedelta(seconds=5)
_SHARE = 10
"""Of its age a message waits this part until it is looked for again."""
_LOOKED_FOR = {
    None: timedelta(days=7),
    Delivery.UNKNOWN: timedelta(days=7),
    Delivery.SENT: timedelta(days=7),
    # WhatsApp tells no "read" of who does not allow it.
    Delivery.DELIVERED: timedelta(days=1),
}
_RANK = {status: rank for rank, status in enumerate(Delivery)}


def higher(present: Delivery | None, reported: Delivery | None) -> Delivery | None:
    """The status to keep. `undelivered` stands until the message is reported delivered or read."""
    if reported is None:
        return present
    if present is None or _RANK[reported] > _RANK[present]:
        return reported
    return present


def is_final(delivery: Delivery | None) -> bool:
    """Whether no more is to be heard of it."""
    return delivery not in _LOOKED_FOR


def next_look(delivery: Delivery | None, accepted_at: datetime, now: datetime) -> datetime | None:
    """When to ask what became of a message; ever more seldom, and after some days no more."""
    age = now - accepted_at
    if is_final(delivery) or age > _LOOKED_FOR[delivery]:
        return None
    return now + max(_FIRST_LOOK, age / _SHARE)
