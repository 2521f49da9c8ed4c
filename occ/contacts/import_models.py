"""Imports of contacts from a file, and what columns of such files hold."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where

_WORKED_ON = text("state IN ('checking', 'running')")


class ImportState(StrEnum):
    COLUMNS = "columns"
    """Somebody says what its columns hold."""
    CHECKING = "checking"
    CHECKED = "checked"
    """Nothing is stored yet."""
    RUNNING = "running"
    STOPPED = "stopped"
    """By hand; it can go on."""
    DONE = "done"
    DISCARDED = "discarded"
    """Its files are gone."""


class Import(Base):
    """One file on its way into the contacts.

    `position` is the last line of the file that is stored (or, while it is checked, how many
    were read): it moves in the transaction that stores them, so a killed import goes on where
    it was and stores nothing twice.
    """

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_due", "id", **only_where(_WORKED_ON)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ImportState] = mapped_column(default=ImportState.COLUMNS)
    name: Mapped[str]
    """Of the file, as the person who brought it calls it."""
    file: Mapped[str]
    """Its name in OCC_HOME/imports."""
    shape: Mapped[dict[str, Any]]
    header: Mapped[list[str]]
    sample: Mapped[list[Any]]
    """Its first lines, for the page of columns; emptied when it is discarded."""
    columns: Mapped[dict[str, Any]]
    """What each holds, by its place in the header."""
    home: Mapped[str | None]
    words: Mapped[str]
    """What those who agreed were shown."""
    position: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    withheld: Mapped[int] = mapped_column(default=0)
    """Lines whose consent was not given anew: the person had taken it back since."""
    problem: Mapped[dict[str, Any] | None]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    """Until when one process checks it, unless it says so again."""


class ImportColumns(Base):
    """What the columns of files with one header hold, as somebody last said."""

    __tablename__ = "import_columns"

    header: Mapped[str] = mapped_column(primary_key=True)
    """Its digest."""
    columns: Mapped[dict[str, Any]]
    at: Mapped[datetime]
