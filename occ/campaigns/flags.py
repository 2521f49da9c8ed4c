"""Which flag a recipient has by the state of their message; pure."""

from __future__ import annotations

from occ.campaigns.models import Flag
from occ.messaging import bans
from occ.messaging.bans import Ban
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery

_BANNED = {Ban.BLACKLISTED: Flag.BLACKLISTED, Ban.OPTED_OUT: Flag.OPTED_OUT}
RECALLED = "recalled"
"""The code of a message that was taken back before it left: its person is pending again."""


def of(
    provider: str, hand_over: HandOver | None, delivery: Delivery | None, code: str | None
) -> Flag:
    if delivery in (Delivery.DELIVERED, Delivery.READ):
        return Flag.DELIVERED
    if delivery is Delivery.UNDELIVERED:
        return _failed(provider, code, Flag.UNDELIVERED)
    match hand_over:
        case HandOver.ACCEPTED:
            return Flag.ON_THE_WAY
        case HandOver.REFUSED:
            return Flag.PENDING if code == RECALLED else _failed(provider, code, Flag.FAILED)
        case HandOver.UNKNOWN:
            return Flag.UNKNOWN
    return Flag.SENDING


def _failed(provider: str, code: str | None, otherwise: Flag) -> Flag:
    ban = bans.of(provider, code)
    return otherwise if ban is None else _BANNED[ban]
