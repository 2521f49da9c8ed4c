"""WhatsApp's window: 24 hours after the contact's last message in which free text is allowed."""

from __future__ import annotations

from datetime import datetime, timedelta

# https://www.twilio.com/docs/whatsapp/key-concepts#the-24-hour-window
LASTS = timedelta(hours=24)


def ends_at(last_inbound_at: datetime | None) -> datetime | None:
    return last_inbound_at + LASTS if last_inbound_at else None


def is_open(last_inbound_at: datetime | None, now: datetime) -> bool:
    end = ends_at(last_inbound_at)
    return end is not None and now < end
