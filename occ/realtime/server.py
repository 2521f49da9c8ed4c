"""The Socket.IO server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO

from occ.config import Config

NAMESPACE = "/agents"
# Longer than any message we take, shorter than what would hold up the loop.
LONGEST_FRAME_BYTES = 64 * 1024


def create(app: Flask, config: Config) -> SocketIO:
    """Cookies sign a socket in, so only pages of our own origin may open one."""
    return SocketIO(
        app,
        cors_allowed_origins=_own_origins(config.public_url),
        async_mode=config.async_mode,
        message_queue=config.redis_url,
        channel="occ",
        manage_session=False,
        max_http_buffer_size=LONGEST_FRAME_BYTES,
        ping_interval=10,
        ping_timeout=15,
    )


def write_only(redis_url: str) -> SocketIO:
    """For a process without sockets of its own, which tells those that have them."""
    return SocketIO(message_queue=redis_url, channel="occ")


def _own_origins(public_url: str) -> Callable[[str, dict[str, Any]], bool]:
    """That of the request's own host, and that of the public address.

    A proxy may hand on another host than the browser asked for; the library would then believe
    what any client says in X-Forwarded-Host.
    """
    address = urlsplit(public_url)
    public = f"{address.scheme}://{address.netloc}"

    def is_own(origin: str, environ: dict[str, Any]) -> bool:
        asked = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
        return origin in (public, asked)

    return is_own
