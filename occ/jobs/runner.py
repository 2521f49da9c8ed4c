"""Each job in a thread of its own, every so many seconds or when it is woken."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from occ.core import clock, turns
from occ.core.turns import TOLD_AFTER, TOLD_EVERY, Turns
from occ.product import Product

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`work` says whether it did something, and is then called again at once."""

    name: str
    every_seconds: float
    work: Callable[[Product], bool]
    threads: int = 1
    """While some are in a turn that takes long, another looks in time."""


class Looks:
    """When a job is looked at next, by one of its threads; all times in seconds."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._due = 0.0
        self._lock = threading.Lock()

    def seconds(self, now: float) -> float:
        """Till then."""
        return max(0.0, self._due - now)

    def take(self, now: float) -> bool:
        """Whether the caller is to look: it is due, and nobody else does."""
        with self._lock:
            is_due = now >= self._due
            if is_due:
                self._due = now + self._every
        return is_due

    def put_off(self, now: float) -> None:
        """There was nothing to do just now."""
        with self._lock:
            self._due = max(self._due, now + self._every)


class Runner:
    def __init__(self, product: Product, jobs: Sequence[Job]) -> None:
        self._product = product
        self._jobs = jobs
        self._woken = {job.name: threading.Event() for job in jobs}
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._turns = {job.name: Turns(job.name, job.every_seconds) for job in jobs}

    def start(self) -> None:
        self._product.wakers.append(self.wake)
        for job in self._jobs:
            looks = Looks(job.every_seconds)
            for _ in range(job.threads):
                self._begin(f"job {job.name}", self._run, job, looks)
        self._begin("turns of jobs", self._tell)

    def _begin(self, name: str, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def wake(self, name: str) -> None:
        if name in self._woken:
            self._woken[name].set()

    def stop(self, seconds: float = 10) -> None:
        """Let what is under way end, for so many seconds in all, and begin nothing new."""
        self._stopping.set()
        for woken in self._woken.values():
            woken.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self, job: Job, looks: Looks) -> None:
        """Whichever thread is free looks in time; all come when there is work for several."""
        woken = self._woken[job.name]
        while not self._stopping.is_set():
            woken.clear()
            try:
                again = job.work(self._product)
                self._turns[job.name].succeeded_at = clock.now()
            except Exception as error:
                # One bad turn is no reason to stop: what it is for stands in rows, due again.
                log.exception("job %s failed; it goes on in %s s", job.name, job.every_seconds)
                again = False
                self._failed(self._turns[job.name], error)
            if again:
                woken.set()
            else:
                looks.put_off(time.monotonic())
            while not self._stopping.is_set() and not woken.wait(looks.seconds(time.monotonic())):
                if looks.take(time.monotonic()):
                    break

    def _failed(self, known: Turns, error: Exception) -> None:
        known.failed_at, known.error = clock.now(), f"{type(error).__name__}: {error}"[:500]

    def _tell(self) -> None:
        """Every so often, not every turn: each commit costs the disk's time."""
        pause = TOLD_AFTER
        while not self._stopping.wait(pause.total_seconds()):
            pause = TOLD_EVERY
            try:
                self._product.run(turns.tell, list(self._turns.values()))
            except Exception:
                log.exception("the turns of the jobs could not be told; they go on")
