"""The Socket.IO server."""

from __future__ import annotations

from flask import Flask
from flask_socketio import SocketIO

from occ.config import Config

NAMESPACE = "/agents"
# Longer than any message we take, shorter than what would hold up the loop.
LONGEST_FRAME_BYTES = 64 * 1024


def create(app: Flask, config: Config) -> SocketIO:
    """Cookies sign a socket in, so only pages of our own origin may open one: the default."""
    return SocketIO(
        app,
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
