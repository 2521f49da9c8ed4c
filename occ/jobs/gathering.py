"""Wait for company: a transaction for one costs almost as much as for twenty."""

from __future__ import annotations

import time
from collections.abc import Callable

MOMENT = 0.05
"""Seconds that one alone waits: a tick on a screen may."""
_COMPANY = 3
_LONGER = 0.2


def wait(others: Callable[[], int]) -> None:
    """A moment, and four more where that many come that it is no conversation but a campaign."""
    time.sleep(MOMENT)
    if others() >= _COMPANY:
        time.sleep(_LONGER)
