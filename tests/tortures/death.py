"""A process that does some work and is killed -9 at some statement of it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence

from cryptography.fernet import Fernet
from sqlalchemy import event

from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from tests.tortures import rush

Work = Callable[[Runner], None]
MOMENTS = ("before_cursor_execute", "after_cursor_execute", "commit")
"""Before a statement, after it, before the commit: wherever a machine may lose its power."""
STATEMENTS = ("before_cursor_execute", "commit")
"""As many moments as there are: after one statement is before the next."""


def comes(url: str, work: Work, moments: int) -> bool:
    """Whether the process died before it came to the end of its work."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_work_and_die, args=(url, work, moments))
    process.start()
    process.join(120)
    code = process.exitcode
    process.close()
    if code not in (0, -signal.SIGKILL):
        raise AssertionError(f"it ended with {code}")
    return code != 0


class Died(BaseException):
    pass


def in_place(database: Database, work: Work, moments: int, kinds: Sequence[str] = MOMENTS) -> bool:
    """The same without a process of its own, so that every moment can be had in a test.

    What was not committed is lost alike, and the database keeps no other trace.
    """
    step = _after(moments, _stop)
    for moment in kinds:
        event.listen(database.engine, moment, step)
    try:
        work(rush.a_runner(database))
        return False
    except Died:
        died = True
    finally:
        for moment in kinds:
            event.remove(database.engine, moment, step)
    # What the dead held open stands in a circle of references: a process's end would close it.
    gc.collect(1)
    return died


def _stop() -> None:
    raise Died


def _after(moments: int, end: Callable[[], None]) -> Callable[..., None]:
    left = [moments]

    def step(*_args: object) -> None:
        left[0] -= 1
        if not left[0]:
            end()

    return step


def _work_and_die(url: str, work: Work, moments: int) -> None:
    database = Database(url, Vault([Fernet.generate_key()]))
    step = _after(moments, lambda: os.kill(os.getpid(), signal.SIGKILL))
    for moment in MOMENTS:
        event.listen(database.engine, moment, step)
    work(rush.a_runner(database))
    database.close()
