"""What became of a message of ours, out of Twilio's callback form or its message list.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from __future__ import annotations

from collections.abc import Mapping

from occ.messaging.ports import Delivery, StatusReport
from occ.providers.twilio.errors import fault, undelivered

_DELIVERIES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "undelivered": Delivery.UNDELIVERED,
}
_REFUSED = {"failed", "canceled"}
_INBOUND = {"received", "receiving"}


def read(form: Mapping[str, str], attempt: str | None) -> StatusReport:
    """Raises ValueError where the form is no status report."""
    sid = form.get("MessageSid") or form.get("SmsSid")
    status = form.get("MessageStatus") or form.get("SmsStatus")
    if not sid or not status or status in _INBOUND:
        raise ValueError("the form is no status report")
    return report(sid, status, form.get("ErrorCode") or None, attempt)


def report(
    sid: str, status: str, error_code: str | None, attempt: str | None = None
) -> StatusReport:
    """A status not named here (queued, sending, one that Twilio adds later) tells no delivery."""
    bad = status in _REFUSED or status == "undelivered"
    code = error_code if bad and error_code not in (None, "0") else None
    return StatusReport(
        sid=sid,
        delivery=_DELIVERIES.get(status),
        attempt=attempt,
        error_code=code,
        reason=undelivered(code) if bad else None,
        refused=status in _REFUSED,
        scope=fault(code).scope,
    )
