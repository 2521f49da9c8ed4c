"""One transaction around one flow, from any edge."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from occ.core import clock, events, tally
from occ.core.db import Database, is_transient, lost_a_race
from occ.core.tally import Tallied
from occ.core.together import Together

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 3
log = logging.getLogger(__name__)

Drain = Callable[[Session, int, datetime], bool]
Now = Callable[[], datetime]
Publish = Callable[[list[events.Event]], None]
TakeTally = Callable[[Tallied, Sequence[datetime]], None]
Committed = tuple[T, list[events.Event], list[int], tuple[Tallied, Sequence[datetime]]]


class Runner:
    """`run(flow, …)`: begin, call, number the events, commit; then publish and drain.

    A deadlock, a serialisation failure, a busy database or a lost race rolls back and calls
    again, so a flow may touch nothing but its session and plain values.
    """

    def __init__(
        self,
        database: Database,
        drain: Drain,
        publish: Publish,
        now: Now = clock.now,
        take_tally: TakeTally = lambda tallied, received: None,
    ) -> None:
        self.database = database
        self._take_tally = take_tally
        self._now = now
        self._drain = drain
        self._publish = publish
        self.together = Together(self.plainly)

    def __call__(
        self, flow: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        result, told, touched, (tallied, received) = self._commit(flow, *args, **kwargs)
        if told:
            self._publish(told)
        if tallied or received:
            self._take_tally(tallied, received)
        for service_id in touched:
            self.drain(service_id)
        return result

    def reading(self) -> AbstractContextManager[Session]:
        return self.database.reading()

    def drain(self, service_id: int) -> None:
        """Offer what waits, one offer a transaction. The slow sweep makes good what fails here."""
        try:
            while self(self._drain, service_id, self._now()):
                pass
        except Exception:
            log.exception("draining service %s failed; the sweep will try again", service_id)

    def plainly(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """A transaction of plain statements: no events are told and no queue is drained."""

        def once() -> T:
            with self.database.writing_plainly() as connection:
                return work(connection, *args, **kwargs)

        return _again(once)

    def _commit(
        self, flow: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Committed[T]:
        def once() -> Committed[T]:
            with self.database.writing() as session:
                result = flow(session, *args, **kwargs)
                told = events.number(session, self._now())
                touched = list(session.info.get("touched", ()))
            return result, told, touched, tally.of(session)

        return _again(once)


def _again(once: Callable[[], T]) -> T:
    """Run a transaction, and run it again where it may well succeed then."""
    for left in reversed(range(TRIES)):
        try:
            return once()
        except DBAPIError as error:
            if not left or not (is_transient(error) or lost_a_race(error)):
                raise
            time.sleep(random.uniform(0.005, 0.05))
    raise AssertionError("unreachable")
