"""Questions to a Twilio account: what was sent, and which numbers it has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from twilio.rest import Client

from occ.messaging.ports import CLOCK_DIFFERENCE, Outbound, OwnNumber, StatusReport
from occ.providers.twilio import account, lists
from occ.providers.twilio.text import storable

_NEWEST = 100


def find_sent(
    client: Client, message: Outbound, since: datetime, known: Collection[str]
) -> StatusReport | None:
    earliest = since - CLOCK_DIFFERENCE
    pair = {"to": str(message.recipient), "from_": str(message.sender)}
    for row in _candidates(client, pair, earliest):
        made = row.date_created or row.date_sent
        if (
            row.sid not in known
            and str(row.direction).startswith("outbound")
            and (made is None or made >= earliest)
            # How a template reads in the end is the provider's to say.
            and (message.template or _is_same(row, message))
        ):
            return lists.report(row)
    return None


def _candidates(client: Client, pair: dict[str, str], earliest: datetime) -> Iterator[Any]:
    yield from client.messages.stream(
        **pair, date_sent_after=earliest.astimezone(UTC), page_size=_NEWEST
    )
    # A message that still waits at Twilio has no date of sending, so the filter may hide it.
    yield from client.messages.list(**pair, limit=_NEWEST)


def _is_same(row: Any, message: Outbound) -> bool:
    has_file = str(row.num_media or "0") != "0"
    same_words = _plain(row.body or "") == _plain(message.body)
    return same_words and has_file == (message.media is not None)


def _plain(body: str) -> str:
    return storable(body).replace("\r\n", "\n").strip()


def numbers(client: Client) -> Sequence[OwnNumber]:
    """Telephone numbers and WhatsApp senders, one row a number."""
    found: dict[str, OwnNumber] = {}
    for row in client.incoming_phone_numbers.list(page_size=100):
        sms = bool((row.capabilities or {}).get("sms"))
        name = row.friendly_name or row.phone_number
        found[row.phone_number] = OwnNumber(row.phone_number, name, whatsapp=False, sms=sms)
    for row in client.messaging.v2.channels_senders.list(channel="whatsapp", page_size=100):
        sender = _whatsapp_sender(row, found)
        if sender:
            found[sender.phone] = sender
    return list(found.values())


def _whatsapp_sender(row: Any, found: dict[str, OwnNumber]) -> OwnNumber | None:
    phone = account.phone_of(row)
    if phone is None:
        return None
    same = found.get(phone)
    shown = (row.profile or {}).get("name") or (same.name if same else phone)
    online = str(row.status or "").startswith("ONLINE")
    return OwnNumber(phone, shown, whatsapp=True, sms=bool(same and same.sms), online=online)
