"""Twilio's answers: the shape of each resource, and of an error.

Fields and types follow Twilio's OpenAPI (api_v2010, messaging_v2); dates are RFC 2822.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from occ.providers.simulator.account import Account, Number
from occ.providers.simulator.messages import Message

_MEANINGS = {
    20003: "Authenticate",
    20005: "Account not active",
    20008: "Resource not accessible with Test Account Credentials",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20503: "Service Unavailable",
    63019: "Media failed to download",
    11751: "Media Message - Media exceeds messaging provider size limit",
    63016: (
        "Failed to send freeform message because you are outside the allowed window."
        " If you are using WhatsApp, please use a Message Template."
    ),
}
_STATUSES = {20003: 401, 20005: 403, 10001: 403, 20008: 403, 20404: 404, 20429: 429, 20503: 503}


class ApiError(Exception):
    """An error as Twilio answers it. Its HTTP status follows from the code."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code)
        self.code, self.message = code, message or meaning(code)
        self.status = _STATUSES.get(code, 500 if 20500 <= code < 20600 else 400)

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def meaning(code: int) -> str:
    return _MEANINGS.get(code, f"Simulated error {code}")


def when(at: datetime | None) -> str | None:
    return format_datetime(at) if at else None


def account(of: Account, status: str, kind: str) -> dict[str, object]:
    path = f"/2010-04-01/Accounts/{of.sid}"
    return {
        "auth_token": of.auth_token,
        "date_created": "Sun, 22 Nov 2026 08:00:00 +0000",
        "date_updated": "Sun, 22 Nov 2026 08:00:00 +0000",
        "friendly_name": of.name,
        "owner_account_sid": of.sid,
        "sid": of.sid,
        "status": status,
        "subresource_uris": {
            "messages": f"{path}/Messages.json",
            "incoming_phone_numbers": f"{path}/IncomingPhoneNumbers.json",
            "balance": f"{path}/Balance.json",
        },
        "type": kind,
        "uri": f"{path}.json",
    }


def balance(of: Account) -> dict[str, object]:
    return {"account_sid": of.sid, "balance": of.balance, "currency": of.currency}


def message(of: Account, row: Message) -> dict[str, object]:
    uri = f"/2010-04-01/Accounts/{of.sid}/Messages/{row.sid}"
    return {
        "account_sid": of.sid,
        "api_version": "2010-04-01",
        "body": row.body,
        "date_created": when(row.created),
        "date_sent": when(row.sent),
        "date_updated": when(row.updated or row.created),
        "direction": row.direction,
        "error_code": row.error_code,
        "error_message": meaning(row.error_code) if row.error_code else None,
        "from": row.sender,
        "messaging_service_sid": None,
        "num_media": row.parameters.get("NumMedia", "1" if row.media_url else "0"),
        "num_segments": str(row.segments),
        "price": None,
        "price_unit": None,
        "sid": row.sid,
        "status": row.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": row.recipient,
        "uri": f"{uri}.json",
    }


def media(of: Account, row: Message) -> list[dict[str, object]]:
    """The newest first."""
    urls = [url for name, url in row.parameters.items() if name.startswith("MediaUrl")]
    files: list[dict[str, object]] = [
        {
            "account_sid": of.sid,
            "content_type": row.parameters[f"MediaContentType{number}"],
            "date_created": when(row.created),
            "date_updated": when(row.created),
            "parent_sid": row.sid,
            "sid": urlsplit(url).path.rpartition("/")[2],
            "uri": f"{urlsplit(url).path}.json",
        }
        for number, url in enumerate(urls)
    ]
    return files[::-1]


def number(of: Account, one: Number) -> dict[str, object]:
    return {
        "account_sid": of.sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": "2010-04-01",
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": False, "sms": one.sms, "mms": False, "fax": False},
        "date_created": "Sun, 22 Nov 2026 08:00:00 +0000",
        "date_updated": "Sun, 22 Nov 2026 08:00:00 +0000",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": one.name,
        "identity_sid": None,
        "origin": "twilio",
        "phone_number": one.phone,
        "sid": one.sid,
        "sms_application_sid": one.sms_application_sid or None,
        "sms_fallback_method": "POST",
        "sms_fallback_url": one.sms_fallback_url,
        "sms_method": one.sms_method,
        "sms_url": one.sms_url,
        "status": "in-use",
        "status_callback": "",
        "status_callback_method": "POST",
        "trunk_sid": None,
        "type": None,
        "uri": f"/2010-04-01/Accounts/{of.sid}/IncomingPhoneNumbers/{one.sid}.json",
        "voice_application_sid": None,
        "voice_caller_id_lookup": False,
        "voice_fallback_method": "POST",
        "voice_fallback_url": "",
        "voice_method": "POST",
        "voice_receive_mode": "voice",
        "voice_url": "",
    }


def sender(one: Number, url: str) -> dict[str, object]:
    assert one.sender is not None
    return {
        "sid": one.sender.sid,
        "status": one.sender.status,
        "sender_id": f"whatsapp:{one.phone}",
        "configuration": {"waba_id": "100000000000001"},
        "webhook": {
            "callback_url": None,
            "callback_method": "POST",
            "fallback_url": None,
            "fallback_method": "POST",
            "status_callback_url": None,
            "status_callback_method": "POST",
            **one.sender.webhook,
        },
        "profile": {"name": one.sender.name, "about": None, "websites": [], "emails": []},
        "properties": {"quality_rating": "GREEN", "messaging_limit": "1K Customers/24hr"},
        "offline_reasons": one.sender.offline_reasons or None,
        "compliance": None,
        "url": url,
    }
