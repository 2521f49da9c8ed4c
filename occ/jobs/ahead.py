"""How far claims may run ahead of the calls they are for.

Whoever is claimed is out of everybody's hands until the call is over: a pause waits for it, a
death leaves it to be looked up, and where calls wait too long for each other they are given up.
"""

from __future__ import annotations

import threading
from collections import Counter


class Ahead:
    """By campaign: room for a claim of at most so many, once no more than half are unanswered.

    Each has its own, so that none takes another's turn.
    """

    def __init__(self, most: int) -> None:
        self._most, self._enough = most, most // 2
        self._unanswered: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begin(self, campaign: str) -> bool:
        """Whether to claim now; then `claimed` is to follow, whatever comes of it."""
        with self._lock:
            if self._unanswered[campaign] > self._enough:
                return False
            self._unanswered[campaign] += self._most
            return True

    def claimed(self, campaign: str, count: int) -> None:
        with self._lock:
            self._add(campaign, count - self._most)

    def answered(self, campaign: str) -> bool:
        """One more is; whether there is room again since this very one."""
        with self._lock:
            return self._add(campaign, -1) == self._enough

    def _add(self, campaign: str, count: int) -> int:
        left = self._unanswered[campaign] = self._unanswered[campaign] + count
        if not left:
            del self._unanswered[campaign]
        return left
