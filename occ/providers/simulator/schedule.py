"""Work that is due at a moment."""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

Work = Callable[[], object]


@dataclass(order=True)
class _Job:
    at: float
    number: int
    work: Work = field(compare=False)
    lane: str | None = field(compare=False)


class Schedule:
    """One thread keeps the time, a few do the work.

    Work of one lane is done one after the other, in the order it was given.
    """

    def __init__(self, workers: int = 8) -> None:
        self._due: list[_Job] = []
        self._lanes: dict[str, deque[_Job]] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._open_jobs = 0
        self._closed = False
        self._ready: queue.Queue[_Job | None] = queue.Queue()
        targets = [self._keep_time, *[self._work] * workers]
        self._threads = [threading.Thread(target=target, daemon=True) for target in targets]
        for thread in self._threads:
            thread.start()

    def after(self, seconds: float, work: Work, lane: str | None = None) -> None:
        job = _Job(time.monotonic() + seconds, next(self._numbers), work, lane)
        with self._changed:
            self._open_jobs += 1
            if lane is not None and lane in self._lanes:
                self._lanes[lane].append(job)
                return
            if lane is not None:
                self._lanes[lane] = deque()
            heapq.heappush(self._due, job)
            self._changed.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is due or being done; False where it takes longer than `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open_jobs == 0, seconds)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for _ in self._threads:
            self._ready.put(None)

    def _keep_time(self) -> None:
        with self._changed:
            while not self._closed:
                wait = self._due[0].at - time.monotonic() if self._due else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                else:
                    self._ready.put(heapq.heappop(self._due))

    def _work(self) -> None:
        while (job := self._ready.get()) is not None and not self._closed:
            try:
                job.work()
            except Exception:
                log.exception("The simulator could not do what was due")
            self._done(job)

    def _done(self, job: _Job) -> None:
        with self._changed:
            self._open_jobs -= 1
            if job.lane is not None:
                if waiting := self._lanes[job.lane]:
                    heapq.heappush(self._due, waiting.popleft())
                else:
                    del self._lanes[job.lane]
            self._changed.notify_all()
