"""Pieces of work that come at once share a transaction, and each has its own result or error."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, func, insert, select

from occ.core.db import Database
from occ.core.events import Stream
from occ.core.run import Runner
from occ.core.together import BrokenOff, Together
from tests.live import until


@pytest.fixture
def together(run: Runner) -> Together:
    return run.together


@contextmanager
def commits(db: Database) -> Iterator[list[Connection]]:
    """The commits of the block."""
    seen: list[Connection] = []

    def note(connection: Connection) -> None:
        seen.append(connection)

    event.listen(db.engine, "commit", note)
    yield seen
    event.remove(db.engine, "commit", note)


def keep(together: Together, name: str) -> str:
    def row(connection: Connection) -> str:
        connection.execute(insert(Stream).values(name=name, head=1))
        return name

    return together(name, row)


def kept(run: Runner) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count()).select_from(Stream)) or 0


class Door:
    """A piece that holds its transaction open until it is let go."""

    def __init__(self) -> None:
        self.entered, self.let_go = threading.Event(), threading.Event()

    def __call__(self, _connection: Connection) -> None:
        self.entered.set()
        assert self.let_go.wait(10)


def test_what_comes_while_a_transaction_is_under_way_shares_the_next(
    run: Runner, db: Database, together: Together
) -> None:
    door = Door()
    with ThreadPoolExecutor(30) as pool:
        first = pool.submit(together, "", door)
        assert door.entered.wait(10)
        rest = [pool.submit(keep, together, f"row {number}") for number in range(20)]
        until(lambda: len(together._waiting) == 20)
        with commits(db) as seen:
            door.let_go.set()
            assert [one.result(10) for one in rest] == [f"row {number}" for number in range(20)]
            first.result(10)

    assert len(seen) == 2
    assert kept(run) == 20


def test_a_piece_that_fails_fails_alone(run: Runner, db: Database, together: Together) -> None:
    def broken(_connection: Connection) -> None:
        raise ValueError("not this one")

    door = Door()
    with ThreadPoolExecutor(10) as pool:
        pool.submit(together, "", door)
        assert door.entered.wait(10)
        good = [pool.submit(keep, together, name) for name in ("a", "z")]
        bad = pool.submit(together, "m", broken)
        until(lambda: len(together._waiting) == 3)
        door.let_go.set()

        assert [one.result(10) for one in good] == ["a", "z"]
        with pytest.raises(ValueError, match="not this one"):
            bad.result(10)

    assert kept(run) == 2


def test_one_alone_has_its_error_and_the_next_goes_on(run: Runner, together: Together) -> None:
    def broken(_connection: Connection) -> None:
        raise ValueError("not this one")

    with pytest.raises(ValueError, match="not this one"):
        together("", broken)

    assert keep(together, "next") == "next"


def test_whoever_led_and_was_stopped_leaves_nobody_waiting_and_nobody_believing(
    run: Runner, together: Together
) -> None:
    """A request that is killed in the middle: its companions must not think they were kept."""

    class Killed(BaseException):
        pass

    def killed(_connection: Connection) -> None:
        raise Killed

    door = Door()
    with ThreadPoolExecutor(10) as pool:
        pool.submit(together, "", door)
        assert door.entered.wait(10)
        leader = pool.submit(together, "z", killed)
        until(lambda: len(together._waiting) == 1)
        companion = pool.submit(keep, together, "companion")
        until(lambda: len(together._waiting) == 2)
        door.let_go.set()

        with pytest.raises(Killed):
            leader.result(10)
        with pytest.raises(BrokenOff):
            companion.result(10)

    assert keep(together, "after") == "after"
    assert kept(run) == 1


def test_a_storm_of_threads_keeps_every_row_once(run: Runner, together: Together) -> None:
    names = [f"row {number}" for number in range(200)]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda name: keep(together, name), names)) == names

    assert kept(run) == 200
