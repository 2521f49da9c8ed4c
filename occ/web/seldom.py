"""What anybody out there can cause is logged at a limited rate."""

from __future__ import annotations

import logging
import time


class Seldom:
    """Logs at most one line in `seconds`, with how many were left out since the last."""

    def __init__(self, log: logging.Logger, seconds: float) -> None:
        self._log = log
        self._seconds = seconds
        self._last: float | None = None
        self._left_out = 0

    def warn(self, what: str) -> None:
        now = time.monotonic()
        if self._last is not None and now - self._last < self._seconds:
            self._left_out += 1
            return
        self._log.warning("%s (and %s more since the last such line)", what, self._left_out)
        self._last, self._left_out = now, 0
