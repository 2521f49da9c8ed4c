from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue

import pytest

from occ.jobs.runner import Job, Looks, Runner
from occ.jobs.schedule import JOBS
from occ.product import Product
from occ.providers.simulator.server import Simulator
from tests.jobs.ana import Ana, taken
from tests.jobs.house import waits_for_answers
from tests.live import until

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
NEVER, AT_ONCE, PATIENCE = 3600.0, 0.01, 10.0
Start = Callable[..., Runner]


@pytest.fixture
def start(product: Product) -> Iterator[Start]:
    started: list[Runner] = []

    def begin(*jobs: Job) -> Runner:
        runner = Runner(product, jobs)
        runner.start()
        started.append(runner)
        return runner

    yield begin
    for runner in started:
        runner.stop()


def test_a_job_has_its_turn_again_and_again(start: Start) -> None:
    turns: Queue[None] = Queue()

    start(Job("count", AT_ONCE, lambda _product: turns.put(None) or False))

    for _ in range(3):
        turns.get(timeout=PATIENCE)


def test_a_job_that_did_something_has_its_next_turn_at_once(start: Start) -> None:
    turns: Queue[None] = Queue()

    start(Job("count", NEVER, lambda _product: turns.put(None) or turns.qsize() < 3))

    for _ in range(3):
        turns.get(timeout=PATIENCE)


def test_of_several_threads_one_looks_while_there_is_no_work(dialect: str) -> None:
    looks = Looks(10)
    looks.put_off(100)

    assert [looks.take(109.0), looks.seconds(109.0)] == [False, 1.0]
    assert [looks.take(110.0), looks.take(110.0), looks.take(119.0)] == [True, False, False]
    assert looks.take(120.0)


def test_while_one_thread_is_busy_another_looks(start: Start) -> None:
    turns: Queue[int] = Queue()
    go_on = threading.Event()

    def look(_product: Product) -> bool:
        turns.put(threading.get_ident())
        return not go_on.wait(PATIENCE)

    start(Job("look", AT_ONCE, look, threads=3))

    assert len({turns.get(timeout=PATIENCE) for _ in range(3)}) == 3
    go_on.set()


def test_and_the_others_come_when_it_finds_some(start: Start) -> None:
    there_is_work = threading.Event()
    seen: set[int] = set()

    def look(_product: Product) -> bool:
        if there_is_work.is_set():
            seen.add(threading.get_ident())
        return there_is_work.is_set()

    start(Job("look", AT_ONCE, look, threads=3))
    there_is_work.set()

    until(lambda: len(seen) == 3, PATIENCE)
    there_is_work.clear()


def test_a_runner_with_threads_that_wait_stops_at_once(start: Start) -> None:
    runner = start(Job("wait", NEVER, lambda _product: False, threads=4))

    runner.stop(PATIENCE)

    assert not any(thread.is_alive() for thread in runner._threads)


def test_a_job_that_fails_says_so_and_goes_on(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    turns: Queue[None] = Queue()

    def fail(_product: Product) -> bool:
        turns.put(None)
        raise RuntimeError("the disk is full")

    start(Job("fail", AT_ONCE, fail))

    for _ in range(3):
        turns.get(timeout=PATIENCE)
    assert "job fail failed" in caplog.text
    assert "the disk is full" in caplog.text


def test_one_that_fails_keeps_no_other_from_its_turn(start: Start) -> None:
    turns: Queue[None] = Queue()

    start(
        Job("fail", AT_ONCE, lambda _product: bool(1 / 0)),
        Job("count", AT_ONCE, lambda _product: turns.put(None) or False),
    )

    for _ in range(3):
        turns.get(timeout=PATIENCE)


def test_a_woken_job_does_not_wait_for_its_turn(start: Start, product: Product) -> None:
    turns: Queue[None] = Queue()
    start(Job("count", NEVER, lambda _product: turns.put(None) or False))
    turns.get(timeout=PATIENCE)

    product.wake("count")

    turns.get(timeout=PATIENCE)


def test_waking_what_nobody_runs_is_nothing(start: Start, product: Product) -> None:
    start(Job("count", NEVER, lambda _product: False))

    product.wake("messages")


def test_a_stop_lets_the_turn_under_way_end_and_begins_no_other(start: Start) -> None:
    begun, go_on = threading.Event(), threading.Event()
    ended: list[str] = []

    def work(_product: Product) -> bool:
        begun.set()
        go_on.wait(PATIENCE)
        ended.append("a turn")
        return True

    runner = start(Job("slow", AT_ONCE, work))
    begun.wait(PATIENCE)
    stopping = threading.Thread(target=runner.stop)
    stopping.start()
    go_on.set()
    stopping.join(PATIENCE)

    assert ended == ["a turn"]


def test_an_answer_that_hangs_holds_up_no_answer_given_after_it(
    start: Start, product: Product, ana: Ana, simulator: Simulator
) -> None:
    waits_for_answers(product, simulator, PATIENCE)
    simulator.behave(lose_answers="silence", times=1, drop_callbacks=True)
    start(*(job for job in JOBS if job.name == "messages"))
    ana.answers("Taken, and never answered", customer=1)
    product.wake("messages")
    until(lambda: len(taken(simulator)) == 1)

    ana.answers("Meanwhile", customer=2)
    product.wake("messages")

    until(lambda: len(taken(simulator)) == 2)
    assert ana.attempts()[0].ended_at is None
    simulator.exchange.closing.set()
