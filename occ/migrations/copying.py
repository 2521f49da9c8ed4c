"""Copy every row, and how far its numbers have come, into another database of ours.

Values are read and written as the tables declare them; JSON and words go as the text they are,
so that nothing is interpreted on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Enum,
    MetaData,
    String,
    Table,
    Text,
    cast,
    func,
    select,
    text,
)

from occ.core.db import Database
from occ.migrations import schema
from occ.migrations.metadata import metadata
from occ.migrations.schema import Schema
from occ.services.models import UNASSIGNED_KEY

AT_ONCE = 1000
Row = dict[str, Any]


class CannotCopy(Exception):
    """A sentence for the operator: what is in the way."""


def copy(source: Database, target: Database) -> int:
    """Fill the empty `target`; how many rows. All of them or none.

    Raises CannotCopy where one of them is not fit for it, or where a count differs in the end.
    """
    if schema.state(source) is not Schema.CURRENT:
        raise CannotCopy("The database was made by another version. Run occ migrate first.")
    _prepare(target)
    with _snapshot(source) as reading, target.writing_plainly() as writing:
        if target.is_sqlite:
            writing.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        # The schema makes it, and it comes with the rows.
        services = metadata.tables["services"]
        writing.execute(services.delete().where(services.c.key == UNASSIGNED_KEY))
        copied = sum(_table(table, reading, writing) for table in metadata.sorted_tables)
        for table in metadata.sorted_tables:
            _number(table, reading, writing)
            _compare(table, reading, writing)
    return copied


def is_unused(database: Database) -> bool:
    """Whether it holds nothing but what making the schema puts there."""
    with database.reading() as session:
        for table in metadata.sorted_tables:
            query = select(func.count()).select_from(table)
            if table.name == "services":
                query = query.where(table.c.key != UNASSIGNED_KEY)
            if session.scalar(query):
                return False
    return True


def _prepare(target: Database) -> None:
    match schema.state(target):
        case Schema.EMPTY:
            schema.upgrade(target)
        case Schema.OLDER:
            raise CannotCopy("The target holds tables of another version. Name an empty database.")
        case _ if not is_unused(target):
            raise CannotCopy("The target is not empty. Name an empty database.")


@contextmanager
def _snapshot(source: Database) -> Iterator[Connection]:
    """What is committed meanwhile is not seen, so that the tables fit each other."""
    if source.is_sqlite:
        with source.reading() as session:
            yield session.connection()
        return
    with source.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def _table(table: Table, reading: Connection, writing: Connection) -> int:
    plain = _plain(table)
    copied = 0
    for rows in _batches(table, plain, reading):
        writing.execute(plain.insert(), rows)
        copied += len(rows)
    return copied


def _batches(table: Table, plain: Table, reading: Connection) -> Iterator[list[Row]]:
    """A row that points at another of its table comes after it."""
    own = [each.parent for each in table.foreign_keys if each.column.table is table]
    query = select(*(_read(column) for column in plain.columns))
    if not own:
        yield from _streamed(reading, query)
        return
    [pointer] = own
    column = plain.c[pointer.name]
    yield from _streamed(reading, query.where(column.is_(None)))
    pointing = [dict(row) for row in reading.execute(query.where(column.is_not(None))).mappings()]
    while pointing:
        waiting = {row["id"] for row in pointing}
        ready = [row for row in pointing if row[pointer.name] not in waiting]
        if not ready:
            raise CannotCopy(f"Rows of {table.name} point at each other in a circle.")
        yield ready
        pointing = [row for row in pointing if row[pointer.name] in waiting]


def _streamed(reading: Connection, query: Any) -> Iterator[list[Row]]:
    streaming = reading.execute(query, execution_options={"yield_per": AT_ONCE})
    for rows in streaming.mappings().partitions():
        yield [dict(row) for row in rows]


def _plain(table: Table) -> Table:
    """The table with texts for what the drivers would interpret."""
    return Table(table.name, MetaData(), *(Column(c.name, _type(c)) for c in table.columns))


def _type(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return Text()
    return String() if isinstance(column.type, Enum) else column.type


def _read(column: Column[Any]) -> Any:
    is_text = isinstance(column.type, Text)
    return cast(column, Text).label(column.name) if is_text else column


def _number(table: Table, reading: Connection, writing: Connection) -> None:
    """A number that was given once is not given again, also where its row is gone."""
    if "id" not in table.columns:
        return
    last = max(_last(table, reading), writing.scalar(select(func.max(table.c.id))) or 0)
    if writing.dialect.name == "sqlite":
        if table.dialect_options["sqlite"]["autoincrement"]:
            named = {"name": table.name, "last": last}
            writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
            writing.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), named)
        return
    sequence = func.pg_get_serial_sequence(table.name, "id")
    writing.execute(select(func.setval(sequence, max(last, 1), last > 0)))


def _last(table: Table, reading: Connection) -> int:
    if reading.dialect.name == "sqlite":
        if not table.dialect_options["sqlite"]["autoincrement"]:
            return 0
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return reading.execute(query, {"name": table.name}).scalar() or 0
    name = reading.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    row = reading.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()
    return int(row[0]) if row[1] else 0


def _compare(table: Table, reading: Connection, writing: Connection) -> None:
    counts: Sequence[int] = [
        connection.scalar(select(func.count()).select_from(table)) or 0
        for connection in (reading, writing)
    ]
    if counts[0] != counts[1]:
        raise CannotCopy(f"{table.name} has {counts[0]} rows, and {counts[1]} arrived. Undone.")
