"""The HTTP under Twilio's SDK: one base URL, always a timeout, and three ways to fail."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from twilio.http.response import Response
from urllib3.exceptions import NameResolutionError, NewConnectionError

# Twilio asks for no more than about 50 calls in flight an account.
MOST_CONNECTIONS = 50


class NotConnected(Exception):
    """Nothing was sent. `step`: "name", "connection", "certificate" or "timeout"."""

    def __init__(self, step: str = "connection") -> None:
        super().__init__(step)
        self.step = step


class NoAnswer(Exception):
    """Something was sent, and no usable answer came back. `what` is a word or an HTTP status."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


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
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=MOST_CONNECTIONS))

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
        try:
            answer = self._session.request(
                method,
                rebase(url, self._base),
                params=params,
                data=None if is_json else data,
                json=data if is_json else None,
                headers=headers,
                auth=auth and HTTPBasicAuth(auth[0].encode(), auth[1].encode()),
                timeout=timeout or self._timeout,
                allow_redirects=False,
            )
        except requests.Timeout as error:
            if isinstance(error, requests.ConnectTimeout):
                raise NotConnected("timeout") from error
            raise NoAnswer("timeout") from error
        except requests.RequestException as error:
            if step := never_left(error):
                raise NotConnected(step) from error
            tls = isinstance(error, requests.exceptions.SSLError)
            raise NoAnswer("tls" if tls else "lost") from error
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


def never_left(error: requests.RequestException) -> str | None:
    """The step that failed where nothing can have been sent."""
    # A ValueError among them is a URL or header that could not even be written.
    if isinstance(error, requests.exceptions.ProxyError | ValueError):
        return None if isinstance(error, requests.JSONDecodeError) else "connection"
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return "name"
    if isinstance(reason, NewConnectionError):
        return "connection"
    cause = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return "certificate" if isinstance(cause, ssl.SSLCertVerificationError) else None
