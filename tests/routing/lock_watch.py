"""Which rows a PostgreSQL transaction locks, in which order, against the order of core/locks.py.

Before each statement that locks, the same rows are asked for by a plain SELECT. Only rows that
the transaction does not hold yet count; what is locked with SKIP LOCKED waits for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from occ.core.db import Database

ORDER = (
    "webhooks",
    "services",
    "addresses",
    "conversations",
    "interactions",
    "users",
    "messages",
    "streams",
)
_SELECT = re.compile(r"SELECT .*?\sFROM (\w+)\b(.*?)\s+FOR NO KEY UPDATE( SKIP LOCKED)?\s*", re.S)
_UPDATE = re.compile(r"UPDATE (\w+) SET .*?\sWHERE (.*?)(?:\s+RETURNING .*)?", re.S)
_UPSERT = re.compile(r"INSERT INTO streams .*", re.S)
Parameters = Mapping[str, Any]


def waits_for_a_lock(db: Database) -> bool:
    """Whether somebody waits for what another holds, at this moment."""
    with db.reading() as session:
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(session.scalar(waiting))


class LockWatch:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.wrong: list[str] = []
        self.transactions = 0

    def __enter__(self) -> LockWatch:
        event.listen(self.engine, "before_cursor_execute", self._before)
        event.listen(self.engine, "begin", self._begin)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._before)
        event.remove(self.engine, "begin", self._begin)

    def _begin(self, connection: Connection) -> None:
        connection.info["held"] = []
        self.transactions += 1

    def _before(
        self,
        connection: Connection,
        cursor: Any,
        statement: str,
        parameters: Parameters | Sequence[Parameters],
        _context: object,
        _many: bool,
    ) -> None:
        assert " FOR UPDATE" not in statement, f"it stops every foreign key's check: {statement}"
        each = [parameters] if isinstance(parameters, Mapping) else list(parameters)
        for values in each:
            for table, row, waits in _locks(cursor, statement, values):
                self._note(connection.info["held"], (table, row), waits, statement)

    def _note(
        self, held: list[tuple[str, Any]], lock: tuple[str, Any], waits: bool, statement: str
    ) -> None:
        if lock in held:
            return
        place = _place(lock)
        after = [other for other in held if _place(other) > place]
        if waits and after:
            self.wrong.append(f"{lock} after {after}: {statement}")
        held.append(lock)


def _place(lock: tuple[str, Any]) -> tuple[int, Any]:
    return ORDER.index(lock[0]), lock[1]


def _locks(cursor: Any, statement: str, values: Parameters) -> list[tuple[str, Any, bool]]:
    if _UPSERT.fullmatch(statement):
        return [("streams", values["name"], True)]
    if found := _SELECT.fullmatch(statement):
        table, rest, skips = found.groups()
        query = f"SELECT {table}.id FROM {table}{rest}"
    elif found := _UPDATE.fullmatch(statement):
        (table, condition), skips = found.groups(), None
        query = f"SELECT id FROM {table} WHERE {condition}"
    else:
        return []
    if table not in ORDER:
        return []
    cursor.execute(query, values)
    return [(table, row, not skips) for (row,) in cursor.fetchall()]
