"""Let Hypothesis loose on contact centers, one after the other in one database."""

from __future__ import annotations

from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete, insert, select

from occ.core.run import Runner
from occ.migrations.metadata import metadata
from tests.builders import Clock
from tests.routing.machine import ContactCenter
from tests.stateful import settings_for


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
        settings=settings_for(examples),
    )
