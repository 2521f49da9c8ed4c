"""HTTP to a provider: always a timeout, no cookies, and two ways to go wrong on the line."""

from __future__ import annotations

import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError

from occ.providers.connecting import Adapter


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


def session(most_connections: int) -> requests.Session:
    """One for every thread: it keeps connections and nothing else."""
    made = requests.Session()
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        made.mount(scheme, Adapter(pool_maxsize=most_connections))
    return made


def call(through: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
    """No redirect is followed. Raises NotConnected, NoAnswer."""
    try:
        return through.request(method, url, allow_redirects=False, **options)
    except requests.Timeout as error:
        if isinstance(error, requests.ConnectTimeout):
            raise NotConnected("timeout") from error
        raise NoAnswer("timeout") from error
    except requests.RequestException as error:
        if step := never_left(error):
            raise NotConnected(step) from error
        tls = isinstance(error, requests.exceptions.SSLError)
        raise NoAnswer("tls" if tls else "lost") from error


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
