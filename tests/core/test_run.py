from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from occ.core import events
from occ.core.db import Database
from occ.core.errors import Invalid
from occ.core.events import Event
from occ.core.locks import lock_row
from occ.core.run import TRIES, Runner
from occ.flows import save_service
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users.models import User
from tests.builders import NOW, an_agent

sqlite = pytest.mark.parametrize("dialect", ["sqlite"])
postgresql = pytest.mark.parametrize("dialect", ["postgresql"])
SALES = ServiceForm("Sales", True, True, "+39 06 1234 5678")
SUPPORT = ServiceForm("Support", True, True, "+39 06 1234 5678")


def names(run: Runner) -> list[str]:
    with run.reading() as session:
        return list(session.scalars(select(User.name).order_by(User.id)))


def rename(session: Session, user_id: int, name: str) -> None:
    session.get_one(User, user_id).name = name
    events.record(session, "renamed", {"user": user_id}, [f"user:{user_id}"])


def rename_and_break(session: Session, user_id: int) -> None:
    rename(session, user_id, "Changed")
    session.flush()
    raise RuntimeError("after all that")


def test_what_a_flow_did_is_committed_and_then_told(run: Runner, told: list[Event]) -> None:
    ana = run(an_agent, "Ana")

    run(rename, ana.id, "Anna")

    assert names(run) == ["Anna"]
    assert [event.name for event in told] == ["renamed"]


def test_a_flow_that_breaks_leaves_nothing_and_tells_nobody(run: Runner, told: list[Event]) -> None:
    ana = run(an_agent, "Ana")

    with pytest.raises(RuntimeError):
        run(rename_and_break, ana.id)

    assert names(run) == ["Ana"]
    assert told == []


def test_services_that_were_touched_are_drained_after_the_commit(
    db: Database, told: list[Event]
) -> None:
    drained: list[tuple[int, list[str]]] = []

    def drain(session: Session, service_id: int, _now: object) -> bool:
        drained.append((service_id, list(session.scalars(select(User.name)))))
        return len(drained) < 2

    Runner(db, drain, told.extend)(touching, 7)

    # Again and again until nothing could be offered, each in a transaction of its own.
    assert drained == [(7, ["Ana"]), (7, ["Ana"])]


def touching(session: Session, service_id: int) -> None:
    an_agent(session, "Ana")
    events.touch(session, service_id)


def test_a_drain_that_fails_undoes_nothing(
    db: Database, told: list[Event], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: Session, _service_id: int, _now: object) -> bool:
        raise RuntimeError("a drain")

    run = Runner(db, broken, told.extend)

    run(touching, 7)

    assert names(run) == ["Ana"]
    assert "draining service 7 failed; the sweep will try again" in caplog.text


@postgresql
def test_of_two_that_deadlock_both_are_done_in_the_end(run: Runner) -> None:
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    crossing, calls = threading.Barrier(2), []

    def lock_both(session: Session, first: int, second: int) -> None:
        calls.append(first)
        rename(session, first, "met")
        session.flush()
        if len(calls) <= 2:
            crossing.wait(10)
        rename(session, second, "met")

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(run, lock_both, *pair) for pair in ((ana.id, ben.id), (ben.id, ana.id))]
        for one in both:
            one.result()

    assert names(run) == ["met", "met"]
    assert len(calls) == 3


def test_of_two_who_claim_a_number_at_once_the_second_is_told_who_has_it(  # A2
    run: Runner, db: Database
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            save_service.save(session, None, None, SALES, NOW)
            # It waits for this transaction, at the door of SQLite or at PostgreSQL's index.
            second = pool.submit(run, save_service.save, None, None, SUPPORT, NOW)
            time.sleep(0.1)
        with pytest.raises(Invalid) as refusal:
            second.result()

    assert "belongs to Sales" in str(refusal.value.fields["whatsapp_number"])
    with run.reading() as session:
        assert list(session.scalars(select(Service.name).where(Service.id > 1))) == ["Sales"]


@postgresql
def test_what_stays_taken_is_an_error_in_the_end(run: Runner) -> None:
    ana = run(an_agent, "Ana")
    calls: list[int] = []

    def take_her_key(session: Session) -> None:
        calls.append(1)
        an_agent(session, "Ben").key = ana.key

    with pytest.raises(IntegrityError):
        run(take_her_key)

    assert len(calls) == TRIES


@sqlite
def test_a_write_waits_for_another_program_that_writes_to_the_file(
    run: Runner, db: Database
) -> None:
    ana = run(an_agent, "Ana")
    other = sqlite3.connect(str(db.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with ThreadPoolExecutor(1) as pool:
        write = pool.submit(run, rename, ana.id, "Anna")
        time.sleep(0.2)
        assert not write.done()
        other.execute("COMMIT")
        write.result()

    other.close()
    assert names(run) == ["Anna"]


def test_a_read_waits_for_no_writer_and_sees_what_was_committed(run: Runner, db: Database) -> None:
    ana = run(an_agent, "Ana")

    with db.writing() as writing:
        rename(writing, ana.id, "Anna")
        writing.flush()

        assert names(run) == ["Ana"]

    assert names(run) == ["Anna"]


def test_what_a_read_changes_is_dropped(run: Runner) -> None:
    ana = run(an_agent, "Ana")

    with run.reading() as session:
        rename(session, ana.id, "Anna")
        session.flush()

    assert names(run) == ["Ana"]


def test_writers_of_many_threads_lose_no_update(run: Runner) -> None:
    ana = run(an_agent, "Ana")

    in_threads(8, lambda: run(count_up, ana.id))

    with run.reading() as session:
        assert session.get_one(User, ana.id).missed_in_row == 8


def count_up(session: Session, user_id: int) -> None:
    user: User = lock_row(session, select(User).where(User.id == user_id))
    user.missed_in_row += 1


def in_threads(count: int, task: Callable[[], object]) -> None:
    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(task) for _ in range(count)]:
            done.result()
