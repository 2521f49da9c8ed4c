"""A proxy on this machine says whose request it passes on; nobody else is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any


class BehindProxy:
    """Else all the world would have one address, and share its tries to sign in."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told = _address(environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2])
        peer = _address(environ.get("REMOTE_ADDR", ""))
        if told and peer and ip_address(peer).is_loopback:
            environ["REMOTE_ADDR"] = told
        return self._app(environ, start_response)


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
