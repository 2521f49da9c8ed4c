"""Which delivery status may follow which: each only moves up (pure).

Reports come late, twice and in any order, even before the answer to our own call.
"""

from __future__ import annotations

from occ.messaging.ports import Delivery

_RANK = {status: rank for rank, status in enumerate(Delivery)}


def higher(present: Delivery | None, reported: Delivery | None) -> Delivery | None:
    """The status to keep. `undelivered` stands until the message is reported delivered or read."""
    if reported is None:
        return present
    if present is None or _RANK[reported] > _RANK[present]:
        return reported
    return present
