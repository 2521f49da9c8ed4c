"""How a database would answer a question."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, text
from sqlalchemy.orm import Session


def plan(session: Session, query: Select[Any]) -> str:
    """The steps, in the database's own words."""
    explain = "EXPLAIN QUERY PLAN"
    if session.get_bind().dialect.name == "postgresql":
        explain = "EXPLAIN"
        # It would rather read and sort all of what is nearly empty.
        for step in ("seqscan", "bitmapscan", "sort"):
            session.execute(text(f"SET LOCAL enable_{step} = off"))
    asked = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    steps = session.connection().exec_driver_sql(f"{explain} {asked}")
    return " ".join(str(step[-1]) for step in steps)
