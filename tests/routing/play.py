"""Let Hypothesis loose on contact centers, one after the other in one database."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete, insert, select

from occ.core.run import Runner
from occ.migrations.metadata import metadata
from tests.builders import Clock
from tests.routing.machine import ContactCenter

# More of it, and another each time: OCC_TEST_EXAMPLES=50 pytest tests/routing/test_routing_….py
MORE = int(os.environ.get("OCC_TEST_EXAMPLES", "1"))


def play(run: Runner, clock: Clock, examples: int) -> None:
    with run.reading() as session:
        first = {
            table: [dict(row) for row in session.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }

    def begin() -> None:
        with run.database.writing() as session:
            for table in reversed(metadata.sorted_tables):
                session.execute(delete(table))
            for table, rows in first.items():
                if rows:
                    session.execute(insert(table), rows)
        clock.to(0)

    run_state_machine_as_test(
        lambda: ContactCenter(run, clock, begin),
        settings=settings(
            max_examples=examples * MORE,
            stateful_step_count=40,
            deadline=None,
            derandomize=MORE == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
