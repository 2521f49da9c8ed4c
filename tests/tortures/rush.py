"""Many customers write in the same instant, to a handful of agents.

A known product keeps its limit of three with two requests at once and gives sixteen with eight.
Here the arrivals come from threads of one process or from processes of their own; what is
counted is read from the rows afterwards.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from occ.conversations.models import Conversation, State
from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.routing import queue
from occ.routing.models import Interaction
from tests.builders import NOW, Clock, a_service, an_agent, an_inbound, customer, receive
from tests.routing import invariants


@dataclass(frozen=True)
class Sizes:
    agents: int = 5
    seats: int = 3
    customers: int = 50
    at_once: int = 8


@dataclass
class Outcome:
    given: int
    """Conversations that an agent has or is offered."""
    waiting: int
    per_agent: list[int]
    failures: list[str] = field(default_factory=list)


def by_threads(database: Database, sizes: Sizes) -> Outcome:
    """One process with `at_once` threads, as the server has them."""
    run = a_runner(database)
    open_the_doors(run, sizes)
    failures = at_once(
        [partial(_arrive, run, share) for share in _shares(sizes.customers, sizes.at_once)]
    )
    return outcome(run, failures)


def by_processes(database: Database, sizes: Sizes) -> Outcome:
    """`at_once` processes with a connection each."""
    run = a_runner(database)
    open_the_doors(run, sizes)
    url = database.url.render_as_string(hide_password=False)
    shares = _shares(sizes.customers, sizes.at_once)
    failures = in_processes([(_arrive_in_a_process, url, share) for share in shares])
    return outcome(run, failures)


def a_runner(database: Database) -> Runner:
    return Runner(database, queue.drain, lambda _events: None, Clock())


def open_the_doors(run: Runner, sizes: Sizes) -> None:
    run(a_service)
    for number in range(sizes.agents):
        run(an_agent, f"Agent{number}", most=sizes.seats)


def outcome(run: Runner, failures: list[str]) -> Outcome:
    """What stands in the rows. Raises AssertionError where they contradict each other."""
    with run.reading() as session:
        invariants.check(session, NOW)
        states = Counter(session.scalars(select(Conversation.state)))
        held = session.scalars(
            select(func.count()).select_from(Interaction).group_by(Interaction.user_id)
        ).all()
    given = states[State.OFFERED] + states[State.ACTIVE]
    return Outcome(given, states[State.WAITING], sorted(held), failures)


def at_once(tasks: Sequence[Callable[[], None]]) -> list[str]:
    """Run each in a thread, all from the same instant; what broke, drains included."""
    barrier = threading.Barrier(len(tasks))
    with Listening() as heard:

        def run_one(task: Callable[[], None]) -> None:
            barrier.wait(60)
            try:
                task()
            except Exception as error:
                heard.failures.append(repr(error))

        threads = [threading.Thread(target=run_one, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return heard.failures


def in_processes(tasks: Sequence[tuple[Any, ...]]) -> list[str]:
    """Run each (function, arguments …) in a fresh process; all begin in the same instant.

    The processes are forked off a server that was spawned clean and has imported this module:
    nothing of the caller's threads or connections is in them.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier, failures = context.Barrier(len(tasks)), context.SimpleQueue()
    processes = [
        context.Process(target=_in_process, args=(barrier, failures, *task)) for task in tasks
    ]
    for process in processes:
        process.start()
    broken = [each for _ in processes for each in failures.get()]
    for process in processes:
        process.join()
    return broken


class Listening(logging.Handler):
    """Hears what is only logged: a drain that failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.failures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        self.failures.append(f"{record.getMessage()} {cause!r}")

    def __enter__(self) -> Listening:
        logging.getLogger("occ").addHandler(self)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("occ").removeHandler(self)


def _in_process(barrier: Any, failures: Any, task: Callable[..., None], *args: Any) -> None:
    with Listening() as heard:
        try:
            task(barrier, *args)
        except BaseException as error:
            heard.failures.append(repr(error))
    failures.put(heard.failures)


def _arrive_in_a_process(barrier: Any, url: str, numbers: list[int]) -> None:
    database = Database(url, Vault([Fernet.generate_key()]))
    run = a_runner(database)
    with run.reading() as session:
        # Connected and warm before the shot.
        session.scalar(select(func.count()).select_from(Conversation))
    barrier.wait(60)
    _arrive(run, numbers)
    database.close()


def _arrive(run: Runner, numbers: Sequence[int]) -> None:
    for number in numbers:
        run(receive, an_inbound("Hello", customer(number), sid=f"SM{number:032d}"), NOW)


def _shares(count: int, at_once: int) -> list[list[int]]:
    return [list(range(first, count, at_once)) for first in range(at_once)]
