"""The HTTP under Twilio's SDK: one base URL, always a timeout, and three ways to fail."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from twilio.http.response import Response

from occ.providers import web
from occ.providers.web import Answer, Line, NoAnswer

# Twilio asks for no more than about 50 calls in flight an account.
MOST_CONNECTIONS = 50


class Refused(Exception):
    """Twilio answered 4xx. `code` is Twilio's own, or the HTTP status where it gave none."""

    def __init__(self, status: int, code: int, explanation: str) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status, self.code, self.explanation = status, code, explanation


class Wire:
    """Stands in the SDK's `http_client`.

    The SDK's own client keeps the last answer in the instance before it returns it, so two
    threads can get each other's (twilio-python issue 580), has no timeout unless told, and logs
    parameters. This one keeps nothing and logs nothing.
    """

    is_async = False

    def __init__(self, base_url: str | None, timeout: float) -> None:
        self._base = urlsplit(base_url) if base_url else None
        self._timeout = timeout
        self._line = Line(MOST_CONNECTIONS)

    @property
    def host(self) -> str:
        """Whom we really call."""
        return (self._base and self._base.hostname) or "api.twilio.com"

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """The SDK's signature. Raises NotConnected, NoAnswer or Refused."""
        address = rebase(url, self._base)
        if params:
            address += ("&" if "?" in address else "?") + web.encoded(params)
        written: dict[str, str | bytes] = dict(headers or {})
        if auth:
            written["Authorization"] = b"Basic " + b64encode(":".join(auth).encode())
        body = None
        if data:
            is_json = written.setdefault("Content-Type", web.FORM) == "application/json"
            body = json.dumps(data) if is_json else web.encoded(data)
        answer = self._line.call(method, address, written, timeout or self._timeout, body)
        return _checked(answer)


def rebase(url: str, base: SplitResult | None) -> str:
    """Point api., messaging. and content.twilio.com at one base; the SDK has no option for it."""
    parts = urlsplit(url)
    if base is None or not (parts.hostname or "").endswith(".twilio.com"):
        return url
    path = base.path.rstrip("/") + parts.path
    return urlunsplit((base.scheme, base.netloc, path, parts.query, ""))


def _checked(answer: Answer) -> Response:
    try:
        content = json.loads(answer.text)
    except ValueError:
        content = None
    told = content if isinstance(content, dict) else {}
    # 408 comes from a proxy that gave up waiting: Twilio may have had the request.
    if 400 <= answer.status < 500 and answer.status != 408:
        code = told.get("code")
        raise Refused(
            answer.status,
            code if isinstance(code, int) else answer.status,
            str(told.get("message", ""))[:200],
        )
    if not 200 <= answer.status < 300:
        raise NoAnswer(str(answer.status))
    if not isinstance(content, dict):
        raise NoAnswer("unreadable")
    return Response(answer.status, answer.text, answer.headers)
