"""Connection overrides in a webhook URL's fragment, and what holds without them.

https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag

_FAILURES = frozenset({"ct", "rt", "4xx", "5xx"})


@dataclass(frozen=True)
class Overrides:
    """One retry, and only where no connection came about. Times in seconds."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})


def split(url: str) -> tuple[str, Overrides]:
    """The URL as it is called and signed, and how it is to be called."""
    address, fragment = urldefrag(url)
    given = {name: values[-1] for name, values in parse_qs(fragment).items()}
    default = Overrides()
    named = frozenset(given["rp"].split(",")) if "rp" in given else default.retry_on
    return address, Overrides(
        connect=_seconds(given.get("ct"), default.connect),
        read=_seconds(given.get("rt"), default.read),
        total=_seconds(given.get("tt"), default.total),
        retries=min(int(given["rc"]), 5) if given.get("rc", "").isdigit() else default.retries,
        retry_on=_FAILURES if "all" in named else named & _FAILURES,
    )


def _seconds(milliseconds: str | None, default: float) -> float:
    if milliseconds is None or not milliseconds.isdigit():
        return default
    return min(max(int(milliseconds), 100), 15000) / 1000
