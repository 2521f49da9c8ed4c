"""Whether the server that tells the other processes' browsers is there."""

from __future__ import annotations

import redis

_SECONDS = 2.0


def trouble(url: str) -> str | None:
    """What Redis answers instead of a pong, in its own words; None where it is well."""
    try:
        client = redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)
        with client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        return str(error) or type(error).__name__
    return None
