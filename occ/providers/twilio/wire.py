"""The HTTP under Twilio's SDK: one base URL, always a timeout, and three ways to fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.auth import HTTPBasicAuth
from twilio.http.response import Response

from occ.providers import web
from occ.providers.web import NoAnswer

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
        self._session = web.session(MOST_CONNECTIONS)

    @property
    def host(self) -> str:
        """Whom we really call."""
        return (self._base and self._base.hostname) or "api.twilio.com"

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """The SDK's signature. Raises NotConnected, NoAnswer or Refused."""
        is_json = (headers or {}).get("Content-Type") == "application/json"
        answer = web.call(
            self._session,
            method,
            rebase(url, self._base),
            params=params,
            data=None if is_json else data,
            json=data if is_json else None,
            headers=headers,
            auth=auth and HTTPBasicAuth(auth[0].encode(), auth[1].encode()),
            timeout=timeout or self._timeout,
        )
        return _checked(answer)


def rebase(url: str, base: SplitResult | None) -> str:
    """Point api., messaging. and content.twilio.com at one base; the SDK has no option for it."""
    parts = urlsplit(url)
    if base is None or not (parts.hostname or "").endswith(".twilio.com"):
        return url
    path = base.path.rstrip("/") + parts.path
    return urlunsplit((base.scheme, base.netloc, path, parts.query, ""))


def _checked(answer: requests.Response) -> Response:
    try:
        content = json.loads(answer.text)
    except ValueError:
        content = None
    told = content if isinstance(content, dict) else {}
    # 408 comes from a proxy that gave up waiting: Twilio may have had the request.
    if 400 <= answer.status_code < 500 and answer.status_code != 408:
        code = told.get("code")
        raise Refused(
            answer.status_code,
            code if isinstance(code, int) else answer.status_code,
            str(told.get("message", ""))[:200],
        )
    if not 200 <= answer.status_code < 300:
        raise NoAnswer(str(answer.status_code))
    if not isinstance(content, dict):
        raise NoAnswer("unreadable")
    return Response(answer.status_code, answer.text, answer.headers)
