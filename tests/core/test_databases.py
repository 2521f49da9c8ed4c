"""The ground of all tests: a database of one's own, on both."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import redis
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from occ.core import events
from occ.core.run import Runner

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def it_happens(session: Session) -> None:
    events.record(session, "it_happened", {"n": 1}, ["user:1"])


def test_each_test_begins_with_an_empty_database(run: Runner, told: list[events.Event]) -> None:
    with run.reading() as session:
        assert session.scalars(select(events.Stream)).all() == []

    run(it_happens)

    assert [event.numbers for event in told] == [{"user:1": 1}]


def test_and_the_next_one_begins_with_an_empty_one_too(run: Runner) -> None:
    with run.reading() as session:
        assert events.heads_of(session, ["user:1"]) == {"user:1": 0}


def test_an_error_of_the_database_tells_no_values(run: Runner) -> None:
    def breaks(session: Session) -> None:
        row = {"name": "twice", "head": "what a customer wrote"}
        session.execute(insert(events.Stream).values(row))
        session.execute(insert(events.Stream).values({**row, "name": None}))

    with pytest.raises(DBAPIError) as error:
        run(breaks)

    assert "what a customer wrote" not in str(error.value).replace(str(error.value.orig), "")
    assert "parameters hidden" in str(error.value)


def test_a_redis_is_there_for_the_asking(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
