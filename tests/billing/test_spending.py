"""One wallet, many hands, and processes that die: never below zero, nothing charged twice."""

from __future__ import annotations

import pytest

from occ.core.db import Database
from tests.tortures import spending
from tests.tortures.spending import Rush


@pytest.mark.parametrize("at_once", [2, 8])
def test_threads_spend_what_there_is_and_each_message_once(db: Database, at_once: int) -> None:
    failures, kinds = spending.by_threads(db, Rush(at_once=at_once))

    assert failures == []
    # 25 by hand, and 1 by a plan that all of them tried to pay.
    assert kinds == {"added": 1, "replenished": 1, "held": 26, "captured": 26}


def test_so_do_processes(db: Database) -> None:
    failures, kinds = spending.by_processes(db, Rush(messages=30, at_once=3))

    assert failures == []
    assert kinds == {"added": 1, "replenished": 1, "held": 26, "captured": 26}


def test_nor_do_they_spend_more_than_a_day_allows(db: Database) -> None:  # D4
    failures, kinds = spending.by_threads(db, Rush(limit=9))

    assert failures == []
    assert (kinds["held"], kinds["captured"]) == (9, 9)


def test_a_process_killed_at_any_statement_leaves_every_sum_right(db: Database) -> None:
    deaths, differences = spending.killed(db, times=3)

    assert deaths >= 3
    assert set(differences) == {0}


@pytest.mark.parametrize(("dialect", "every"), [("sqlite", 1), ("postgresql", 4)])
def test_so_does_a_death_at_every_single_statement_one_after_the_other(
    db: Database, every: int
) -> None:
    deaths, differences = spending.dead_at_each_moment(db, every=every)

    assert deaths > 80 // every
    assert set(differences) == {0}
