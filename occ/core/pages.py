"""A page of rows at a time, the newest first, by the key of the last one seen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.words import say


def newest(
    session: Session, query: Select[*tuple[Any, ...]], model: Any, after: str | None, most: int
) -> tuple[list[Row[*tuple[Any, ...]]], str | None]:
    """Rows whose first column is a `model`, and the key after which the next page begins.

    None where there is no next page. Raises Invalid for an `after` that no row has.
    """
    if after is not None:
        last = session.scalar(select(model.id).where(model.key == after))
        if last is None:
            raise Invalid({"after": say("This is the `next` of a page before.")})
        query = query.where(model.id < last)
    rows = list(session.execute(query.order_by(model.id.desc()).limit(most + 1)).all())
    return rows[:most], rows[most - 1][0].key if len(rows) > most else None
