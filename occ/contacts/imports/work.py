"""A file of contacts, checked: a small database beside it, on the disk.

It finds doubled numbers and gives back lines and refusals in slices, whatever the size of the
file, in constant memory; and an import that was killed finds there what is left to do.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from occ.contacts.imports import reading, tables
from occ.contacts.imports.cells import Wrong
from occ.contacts.imports.reading import How, Line
from occ.contacts.imports.tables import Row, Shape
from occ.core.words import Words, say

SLICE = 2_000
MOST_LINES = 2_000_000
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE lines (number INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, line TEXT NOT NULL);
    CREATE TABLE refused (number INTEGER PRIMARY KEY, words TEXT NOT NULL, cells TEXT NOT NULL);
"""


def beside(file: Path) -> Path:
    """Where the work file of a file of contacts stands."""
    return file.with_suffix(".work")


class Refused(NamedTuple):
    number: int
    words: Words
    cells: Row


class Checker:
    """Reads a file into its work file, a slice at a call; `lines` are those of the last slice."""

    def __init__(self, file: Path, shape: Shape, how: How, into: Path) -> None:
        into.unlink(missing_ok=True)
        self._how = how
        self._opened = tables.rows(file, shape)
        self._rows = self._opened.__enter__()
        # Each call may come on another thread, never two at once.
        self._work = sqlite3.connect(into, check_same_thread=False)
        self._work.executescript(_TABLES)
        self._begun = False
        self._last: dict[int, Row] = {}
        self.read = 0
        self.refused = 0

    def next(self) -> list[Line]:
        """The good lines among the next SLICE; `read` stays where it is at the end of the file."""
        found: list[Line] = []
        before = self.read
        self._last.clear()
        while self.read - before < SLICE:
            row = next(self._rows, None)
            if row is None:
                break
            if not self._begun:
                self._begun = any(row)
                self._number = 1
                continue
            self._number += 1
            if any(row):
                self.read += 1
                self._take(row, found)
        self._work.commit()
        return found

    def refuse(self, numbers: Collection[int], words: Words) -> None:
        """Good lines of the last slice that are not to be stored after all."""
        for number in numbers:
            self._work.execute("DELETE FROM lines WHERE number = ?", (number,))
            self._refuse(number, self._last[number], words)
        self._work.commit()

    def close(self) -> None:
        self._work.close()
        self._opened.__exit__(None, None, None)

    def _take(self, row: Row, found: list[Line]) -> None:
        try:
            line = reading.read(self._number, row, self._how)
            self._keep(line)
            found.append(line)
            self._last[line.number] = row
        except Wrong as wrong:
            self._refuse(self._number, row, wrong.words)

    def _refuse(self, number: int, row: Row, words: Words) -> None:
        self.refused += 1
        said, cells = json.dumps([words.text, words.values]), json.dumps(row)
        self._work.execute("INSERT INTO refused VALUES (?, ?, ?)", (number, said, cells))

    def _keep(self, line: Line) -> None:
        written = json.dumps(vars(line), default=str)
        try:
            self._work.execute(
                "INSERT INTO lines VALUES (?, ?, ?)", (line.number, line.phone, written)
            )
        except sqlite3.IntegrityError:
            [first] = self._work.execute(
                "SELECT number FROM lines WHERE phone = ?", (line.phone,)
            ).fetchone()
            words = say("The same number stands in line %(first)s.", first=first)
            raise Wrong(words) from None


def lines(work: Path, after: int, most: int) -> list[Line]:
    """The good lines after that one of the file, in its order."""
    with closing(sqlite3.connect(work)) as opened:
        found = opened.execute(
            "SELECT line FROM lines WHERE number > ? ORDER BY number LIMIT ?", (after, most)
        ).fetchall()
    return [_line(json.loads(written)) for (written,) in found]


def refused(work: Path, after: int, most: int) -> list[Refused]:
    with closing(sqlite3.connect(work)) as opened:
        found = opened.execute(
            "SELECT number, words, cells FROM refused WHERE number > ? ORDER BY number LIMIT ?",
            (after, most),
        ).fetchall()
    return [
        Refused(number, Words(*json.loads(words)), json.loads(cells))
        for number, words, cells in found
    ]


def _line(values: dict[str, object]) -> Line:
    said_on = values.pop("said_on")
    values["tags"] = tuple(values.pop("tags") or ())  # type: ignore[arg-type]
    return Line(
        **values,  # type: ignore[arg-type]
        said_on=date.fromisoformat(str(said_on)) if said_on else None,
    )
