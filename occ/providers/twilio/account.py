"""Questions about a Twilio account, and where its numbers send what comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twilio.rest import Client

from occ.core.address import Channel, parse
from occ.messaging.account import Account, Balance, Hook, Urls
from occ.providers.twilio.wire import Refused

_SENDERS = "https://messaging.twilio.com/v2/Channels/Senders"


def account(client: Client, sid: str) -> Account:
    """The answer bears the token, too; nothing of it is kept but these three."""
    row = client.api.v2010.accounts(sid).fetch()
    return Account(row.friendly_name or sid, str(row.status or ""), str(row.type) == "Trial")


def balance(client: Client, sid: str) -> Balance | None:
    try:
        row = client.api.v2010.accounts(sid).balance.fetch()
    except Refused as refused:
        # A subaccount has none, its parent pays.
        if refused.status == 404:
            return None
        raise
    return Balance(str(row.balance), str(row.currency)) if row.balance else None


def hooks(client: Client) -> Sequence[Hook]:
    numbers = client.incoming_phone_numbers.list(page_size=100)
    on_sms = [_of_number(row) for row in numbers if (row.capabilities or {}).get("sms")]
    return [*senders(client), *on_sms]


def senders(client: Client) -> Sequence[Hook]:
    rows = client.messaging.v2.channels_senders.list(channel="whatsapp", page_size=100)
    return list(filter(None, map(_of_sender, rows)))


def point(client: Client, hook: Hook, urls: Urls) -> None:
    if hook.channel is Channel.SMS:
        client.incoming_phone_numbers(hook.sid).update(
            sms_url=urls.message, sms_method=urls.method, sms_fallback_url=urls.fallback
        )
        return
    webhook = {
        "callback_url": urls.message,
        "callback_method": urls.method,
        "fallback_url": urls.fallback,
        "fallback_method": urls.method,
        "status_callback_url": urls.status,
        "status_callback_method": urls.method,
    }
    # Not by the SDK's `update`: it would send null for profile and configuration as well.
    client.request(
        "POST",
        f"{_SENDERS}/{hook.sid}",
        data={"webhook": {name: value for name, value in webhook.items() if value}},
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )


def _of_number(row: Any) -> Hook:
    return Hook(
        sid=row.sid,
        phone=row.phone_number,
        channel=Channel.SMS,
        name=row.friendly_name or row.phone_number,
        urls=Urls(row.sms_url or "", row.sms_fallback_url or "", method=row.sms_method or "POST"),
        overridden=bool(row.sms_application_sid),
    )


def phone_of(sender: Any) -> str | None:
    """The number of a WhatsApp sender; None for what has none that can be read."""
    try:
        return parse(sender.sender_id or "").phone
    except ValueError:
        return None


def _of_sender(row: Any) -> Hook | None:
    phone = phone_of(row)
    if phone is None:
        return None
    told: Mapping[str, Any] = _plain(row.webhook)
    state = str(row.status or "")
    return Hook(
        sid=row.sid,
        phone=phone,
        channel=Channel.WHATSAPP,
        name=_plain(row.profile).get("name") or phone,
        urls=Urls(
            told.get("callback_url") or "",
            told.get("fallback_url") or "",
            told.get("status_callback_url") or "",
            told.get("callback_method") or "POST",
        ),
        online=state.startswith("ONLINE"),
        state=state,
        troubles=tuple(
            str(reason["message"])
            for reason in map(_plain, row.offline_reasons or ())
            if reason.get("message")
        ),
    )


def _plain(told: Any) -> Mapping[str, Any]:
    """The SDK gives some objects as dictionaries and some as its own."""
    if isinstance(told, Mapping):
        return told
    return told.to_dict() if hasattr(told, "to_dict") else {}
