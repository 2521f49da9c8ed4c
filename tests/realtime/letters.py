"""Customers' messages as Twilio posts them, signed."""

from __future__ import annotations

import uuid

import requests

from occ.messaging.ports import Credentials
from tests.company import NUMBER
from tests.live import Server
from tests.providers.forms import captured, sign

PATH = "/webhooks/twilio/messages"


def a_letter(credentials: Credentials, body: str, customer: int) -> dict[str, str]:
    """The form of one message."""
    sid = f"SM{uuid.uuid4().hex}"
    return captured(
        "inbound_text",
        MessageSid=sid,
        SmsSid=sid,
        SmsMessageSid=sid,
        AccountSid=credentials.account_sid,
        From=f"whatsapp:+4850020{customer:04d}",
        WaId=f"4850020{customer:04d}",
        ExternalUserId=None,
        To=f"whatsapp:{NUMBER}",
        Body=body,
    )


def post(
    server: Server,
    form: dict[str, str],
    token: str,
    session: requests.Session | None = None,
    seconds: float = 20,
) -> int:
    """The status of the answer. Raises requests' errors where none came."""
    url = server.url + PATH
    signature = sign(token, url, {name: [value] for name, value in form.items()})
    send = session.post if session else requests.post
    headers = {"X-Twilio-Signature": signature}
    return send(url, data=form, headers=headers, timeout=seconds).status_code
