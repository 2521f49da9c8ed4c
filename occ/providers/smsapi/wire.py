"""SMSAPI's HTTP: a token, a deadline for the whole call, and three ways to fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from occ.messaging.sms_account import SmsAccess
from occ.providers import web
from occ.providers.web import Answer, Line, NoAnswer

HOST = "https://api.smsapi.pl"
MOST_CONNECTIONS = 32
_LONGEST = 200


class Refused(Exception):
    """SMSAPI said no. `code` is its own, or the HTTP status where it gave none."""

    def __init__(self, status: int, code: int, explanation: str) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status, self.code, self.explanation = status, code, explanation


class Wire:
    def __init__(self, base_url: str | None) -> None:
        """`base_url` is OCC_SMSAPI_API_URL; None: SMSAPI itself."""
        self._base = (base_url or HOST).rstrip("/")
        self._line = Line(MOST_CONNECTIONS, is_whole=True)

    @property
    def host(self) -> str:
        return urlsplit(self._base).hostname or self._base

    def post(self, access: SmsAccess, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Raises NotConnected, NoAnswer or Refused."""
        return self._call("POST", access, path, web.encoded(form))

    def get(self, access: SmsAccess, path: str) -> dict[str, Any]:
        """Raises NotConnected, NoAnswer or Refused."""
        return self._call("GET", access, path)

    def _call(
        self, method: str, access: SmsAccess, path: str, form: str | None = None
    ) -> dict[str, Any]:
        # In bytes: another character than HTTP takes must not break off a call unsent.
        headers: dict[str, str | bytes] = {"Authorization": f"Bearer {access.token}".encode()}
        if form is not None:
            headers["Content-Type"] = web.FORM
        answer = self._line.call(method, self._base + path, headers, access.timeout_seconds, form)
        return _checked(answer)


def _checked(answer: Answer) -> dict[str, Any]:
    """An error comes with HTTP 200 as well as with 4xx: what the body says counts."""
    try:
        told = json.loads(answer.text, parse_float=Decimal)
    except ValueError:
        told = None
    status = answer.status
    if isinstance(told, dict) and (code := _code(told.get("error"))):
        raise Refused(status, code, str(told.get("message", ""))[:_LONGEST])
    # 408 comes from a proxy that gave up waiting: SMSAPI may have had the request.
    if 400 <= status < 500 and status != 408:
        explanation = told.get("message", "") if isinstance(told, dict) else ""
        raise Refused(status, status, str(explanation)[:_LONGEST])
    if not 200 <= status < 300:
        raise NoAnswer(str(status))
    if not isinstance(told, dict):
        raise NoAnswer("unreadable")
    return told


def _code(told: object) -> int | None:
    if isinstance(told, bool) or not isinstance(told, int | str):
        return None
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() else None
