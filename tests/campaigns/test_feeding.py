"""Whoever feeds a campaign, however many at once, and whenever they die: each gets one message."""

from __future__ import annotations

from occ.core.db import Database
from tests.campaigns.company import phone
from tests.tortures import feeding
from tests.tortures.feeding import Rush


def test_many_threads_claim_each_once_at_the_senders_pace(db: Database) -> None:  # E
    sizes = Rush()

    failures, claims, fastest = feeding.by_threads(db, sizes)

    assert failures == []
    assert claims == {phone(number): 1 for number in range(1, sizes.people + 1)}
    assert fastest == sizes.rate


def test_many_threads_send_no_more_than_the_count(db: Database) -> None:  # E2
    failures, claims, _ = feeding.by_threads(db, Rush(count_to_send=10))

    assert failures == []
    assert claims == {phone(number): 1 for number in range(1, 11)}


def test_a_death_at_any_statement_sends_to_nobody_twice(db: Database) -> None:  # E7
    # PostgreSQL connects anew after each death, and that takes its time.
    every, people = (1, 60) if db.is_sqlite else (9, 12)

    statements, wrong = feeding.dead_at_each_statement(db, every, people)

    assert statements > 80
    assert wrong == []
