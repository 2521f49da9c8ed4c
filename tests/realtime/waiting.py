"""Wait for what will happen, not for a time."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_SECONDS = 30


def until(happened: Callable[[], object]) -> None:
    """Fails where it has not happened after far longer than it takes."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
