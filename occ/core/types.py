"""The declarative base and the column types that every room shares."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Enum,
    MetaData,
    TextClause,
    literal_column,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


def only_where(condition: str | ColumnElement[bool] | TextClause) -> dict[str, Any]:
    """For an `Index` that holds only the rows that fit, on either database."""
    fits = text(condition) if isinstance(condition, str) else condition
    return {"sqlite_where": fits, "postgresql_where": fits}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; naive ones are refused. SQLite keeps no zone: reading puts it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Spelled(Enum.Comparator):
    """Words of ours stand in a statement as they are, not as bound values.

    An index with a condition (`only_where`) serves a statement that says the same. Where a bound
    value says it, SQLite plans the statement again each time it runs, at several times its cost,
    and PostgreSQL can't keep a plan.
    """

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        return super().operate(op, *map(_spelled, other), **kwargs)


def _spelled(other: Any) -> Any:
    if isinstance(other, StrEnum):
        return literal_column(f"'{other.value}'")
    if isinstance(other, list | tuple | set | frozenset):
        return [_spelled(each) for each in other]
    return other


class Base(DeclarativeBase):
    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for column in cls.__table__.columns:
            if isinstance(column.type, Enum):
                column.type.comparator_factory = _Spelled

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
        # Values, not names, and no CHECK: adding a word must not need a table rebuild on SQLite.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=False,
            length=32,
            values_callable=lambda words: [word.value for word in words],
        ),
    }
