"""The one door that everything we send goes through: asked when queued and again when claimed."""

from __future__ import annotations

from datetime import datetime

from occ.core.words import Words, say
from occ.messaging import window


def against_reply(last_inbound_at: datetime | None, now: datetime) -> Words | None:
    """Why a free-text answer may not leave now; None where it may. A reply needs the window."""
    if window.is_open(last_inbound_at, now):
        return None
    return say(
        "WhatsApp takes free text only for 24 hours after the customer's last message, "
        "and they are over. The customer can open them again by writing."
    )
