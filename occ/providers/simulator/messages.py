"""The account's message list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from occ.messaging import parts

INBOUND = "inbound"
API = "outbound-api"
REPLY = "outbound-reply"

# A status only moves up; what failed stays failed unless the phone proves otherwise.
_RANKS = {
    "queued": 0,
    "sending": 1,
    "sent": 2,
    "failed": 3,
    "undelivered": 3,
    "delivered": 4,
    "read": 5,
}


@dataclass
class Message:
    """One row of it, in either direction. Addresses as Twilio writes them: `whatsapp:+48…`."""

    sid: str
    sender: str
    recipient: str
    body: str
    direction: str
    created: datetime
    status: str = "queued"
    sent: datetime | None = None
    updated: datetime | None = None
    error_code: int | None = None
    status_callback: str | None = None
    media_url: str = ""
    """Where a file of ours is to be had."""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    """What was fetched there: its type, and itself."""
    place: str = ""
    """Where on a map: `geo:41.89,12.49|Piazza Navona`."""
    template: str = ""
    """The content SID it was sent by."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """What the webhook of an inbound message said besides: its kind and its media."""

    is_seen: bool = False
    """A customer's, with blue ticks on their phone."""

    @property
    def is_inbound(self) -> bool:
        return self.direction == INBOUND

    @property
    def on_whatsapp(self) -> bool:
        return self.recipient.startswith("whatsapp:")

    @property
    def segments(self) -> int:
        """As how many it is billed."""
        return 1 if self.on_whatsapp else max(1, parts.count(self.body).parts)

    @property
    def theirs(self) -> str:
        """The customer's address, bare."""
        return (self.sender if self.is_inbound else self.recipient).removeprefix("whatsapp:")

    def move_to(self, status: str, at: datetime, error_code: int | None = None) -> None:
        if _RANKS[status] <= _RANKS[self.status]:
            return
        self.status, self.updated, self.sent = status, at, self.sent or at
        self.error_code = error_code
