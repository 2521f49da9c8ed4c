"""Which flag a recipient has by the state of their message; pure."""

from __future__ import annotations

from occ.campaigns.models import Flag
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery

_BLACKLISTED = {
    ("smsapi", "57"),  # blacklisted by the account's own list at SMSAPI, or by the operator
    ("twilio", "30004"),  # message blocked: the operator refuses the number
    ("twilio", "30032"),
}
_OPTED_OUT = {
    ("smsapi", "59"),
    ("smsapi", "412"),
    ("twilio", "21610"),
    ("twilio", "63014"),
    ("twilio", "63032"),
}
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
    if (provider, code) in _BLACKLISTED:
        return Flag.BLACKLISTED
    return Flag.OPTED_OUT if (provider, code) in _OPTED_OUT else otherwise
