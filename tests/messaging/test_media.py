from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.messaging import media
from tests.builders import NOW


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_looking_for_files_to_fetch_reads_no_file_that_is_here(run: Runner) -> None:
    """It is asked several times a second, of a table that only grows."""
    with run.reading() as session:
        connection = session.connection()
        statement = media._DUE.params(now=NOW).compile(
            connection.engine, compile_kwargs={"render_postcompile": True}
        )
        asked = ("2026-11-22", 1, 0)[: len(statement.positiontup or ())]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", asked).all()

    assert "ix_media_due" in str(plan)
