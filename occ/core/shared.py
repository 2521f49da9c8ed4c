"""What many ask for in the same moment is read once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass
class Shared:
    """Answers by name, each with the moment it was true at; whoever comes meanwhile waits for it.

    Nothing is read while nobody asks.
    """

    _kept: dict[str, tuple[datetime, Any]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def get(
        self, name: str, lasts: timedelta, now: datetime, read: Callable[[], Any]
    ) -> tuple[datetime, Any]:
        with self._lock:
            known = self._kept.get(name)
            if known is None or not timedelta(0) <= now - known[0] < lasts:
                known = self._kept[name] = (now, read())
            return known

    def forget(self, name: str) -> None:
        """It has changed by our own doing: whoever asks next is to see it."""
        with self._lock:
            self._kept.pop(name, None)
