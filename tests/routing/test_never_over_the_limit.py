from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from occ.core.db import Database
from occ.users.models import User
from tests.builders import an_agent
from tests.tortures import rush, storm, witness
from tests.tortures.rush import Sizes


@pytest.mark.parametrize("at_once", [1, 4, 8, 50])
def test_fifty_customers_at_once_fill_the_seats_of_five_agents_and_no_more(  # A3
    db: Database, at_once: int
) -> None:
    with witness.watching(db):
        found = rush.by_threads(db, Sizes(agents=5, seats=3, customers=50, at_once=at_once))

    assert found.failures == []
    assert found.per_agent == [3, 3, 3, 3, 3]
    assert (found.given, found.waiting) == (15, 35)


def test_nor_when_they_come_by_processes_of_their_own(db: Database) -> None:  # A3
    """By fifty: python -m tests.tortures."""
    with witness.watching(db):
        found = rush.by_processes(db, Sizes(agents=5, seats=3, customers=50, at_once=4))

    assert found.failures == []
    assert found.per_agent == [3, 3, 3, 3, 3]
    assert (found.given, found.waiting) == (15, 35)


def test_nor_when_agents_take_hand_over_and_close_while_limits_change(db: Database) -> None:  # A3
    with witness.watching(db):
        failures = storm.rage(db, threads=8, steps=12)

    assert failures == []


def test_the_witness_would_have_spoken(db: Database) -> None:
    run = rush.a_runner(db)
    ana = run(an_agent, "Ana", most=1)

    with witness.watching(db), pytest.raises(DBAPIError, match="a seat over the limit"):
        run(seat, ana.id, 2)


def seat(session: Session, user_id: int, taken: int) -> None:
    session.execute(update(User).where(User.id == user_id).values(seats_taken=taken))
