"""Group commit: pieces of work that come at once share one transaction.

A commit waits for the disk. Where a hundred requests want to keep a row each, one wait does for
all that have come meanwhile, so a burst is taken at the speed of the rows and not of the disk.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], Any]


class Together:
    """`together(order, work)`: run `work` in a transaction with whatever else waits; its result.

    The pieces of a transaction run sorted by `order`, so that those who lock the same rows do it
    alike. A piece may run again, so it touches nothing but its connection. One that fails fails
    alone. `plainly` is the runner's.
    """

    def __init__(self, plainly: Callable[..., Any]) -> None:
        self._plainly = plainly
        self._lock = threading.Lock()
        self._waiting: list[_Piece] = []
        self._is_led = False

    def __call__(self, order: str, work: Callable[[Connection], T]) -> T:
        piece = _Piece(order, work)
        with self._lock:
            self._waiting.append(piece)
            piece.leads, self._is_led = not self._is_led, True
        if piece.leads:
            # Who is ready has a turn to join.
            time.sleep(0)
        else:
            piece.woken.wait()
        if piece.leads:
            self._lead()
        if piece.error is not None:
            raise piece.error
        result: T = piece.result
        return result

    def _lead(self) -> None:
        """One transaction for all that wait; then whoever came meanwhile leads the next."""
        taken: list[_Piece] = []
        try:
            for piece, result in self._plainly(self._all, taken):
                piece.result, piece.error = result, None
        except Exception as error:
            if len(taken) > 1:
                self._one_by_one(taken)
            else:
                # With nobody taken there was no transaction for anybody.
                taken = taken or self._take()
                for piece in taken:
                    piece.error = error
        finally:
            with self._lock:
                self._is_led = bool(self._waiting)
                if self._is_led:
                    self._waiting[0].leads = True
                    self._waiting[0].woken.set()
            for piece in taken:
                piece.woken.set()

    def _all(self, connection: Connection, taken: list[_Piece]) -> list[tuple[_Piece, Any]]:
        taken += self._take()
        taken.sort(key=lambda piece: piece.order)
        return [(piece, piece.work(connection)) for piece in taken]

    def _take(self) -> list[_Piece]:
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken

    def _one_by_one(self, pieces: list[_Piece]) -> None:
        for piece in pieces:
            try:
                piece.result, piece.error = self._plainly(piece.work), None
            except Exception as error:
                piece.error = error


class BrokenOff(Exception):
    """The transaction was neither committed nor refused: its leader was stopped."""


class _Piece:
    def __init__(self, order: str, work: Work) -> None:
        self.order, self.work = order, work
        self.leads = False
        self.woken = threading.Event()
        self.result: Any = None
        self.error: Exception | None = BrokenOff()
