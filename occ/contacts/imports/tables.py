"""The rows of a CSV or Excel file, one after the other, in constant memory."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from occ.contacts.imports import encoding
from occ.core.errors import Invalid
from occ.core.words import Words, say

LARGEST_CSV = 200 * 2**20
LARGEST_EXCEL = 20 * 2**20
"""Bytes: its reader keeps every different text of the file in memory."""
LARGEST_UNPACKED = 400 * 2**20
MOST_COLUMNS = 100
LONGEST_CELL = 4000
_BROKEN = (csv.Error, ValueError, KeyError, IndexError, OSError, zipfile.BadZipFile)
"""What comes up, also half way, where a file is not what it began as."""
CSV, EXCEL = "csv", "xlsx"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

csv.field_size_limit(2**20)


@dataclass(frozen=True)
class Shape:
    """How a file is to be read."""

    kind: str
    encoding: str = ""
    separator: str = ""


Row = list[str]


def shape(path: Path) -> Shape:
    """Raises Invalid for a file that is none of ours."""
    with open(path, "rb") as file:
        sample = file.read(encoding.SAMPLE)
    if sample.startswith(_OLD_EXCEL):
        raise _refused(say("This is an Excel file of the old kind. Save it as .xlsx, or as CSV."))
    if sample.startswith(_ZIP):
        _check_excel(path)
        return Shape(EXCEL)
    found = encoding.of(sample)
    text = sample.decode(found, errors="replace").strip()
    if not text or (found != "utf-16" and "\x00" in text):
        raise _refused(say("The file is empty, or no table. Save it as CSV or .xlsx."))
    return Shape(CSV, found, encoding.separator(sample, found))


def typed(text: bytes) -> Shape:
    """Of what somebody typed or pasted: a table, or one number a line."""
    return Shape(CSV, "utf-8", encoding.separator(text[: encoding.SAMPLE], "utf-8"))


@contextmanager
def rows(path: Path, as_: Shape) -> Iterator[Iterator[Row]]:
    """The header and then every line: texts, blanks around them taken off."""
    if as_.kind == EXCEL:
        # By the opened file: openpyxl judges a path by its ending, and ours has none.
        with open(path, "rb") as packed:
            book = load_workbook(packed, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            # A file may say that it has fewer rows than it has.
            sheet.reset_dimensions()
            yield (
                _trimmed([_text(cell) for cell in row[:MOST_COLUMNS]])
                for row in sheet.iter_rows(values_only=True)
            )
            book.close()
        return
    with open(path, encoding=as_.encoding, errors="replace", newline="") as file:
        yield _csv_rows(file, as_.separator)


@contextmanager
def whole(path: Path, as_: Shape) -> Iterator[Iterator[Row]]:
    """The same. Raises Invalid where the file can't be read, or breaks off."""
    with ExitStack() as opened:
        try:
            every = opened.enter_context(rows(path, as_))
        except _BROKEN as error:
            raise _unreadable(error) from None
        yield _until_it_breaks(every)


def beginning(path: Path, as_: Shape, most: int) -> list[Row]:
    """The first rows that hold anything. Raises Invalid for what can't be read."""
    found = []
    try:
        with rows(path, as_) as every:
            for row in every:
                if any(row):
                    found.append(row)
                if len(found) == most:
                    break
    except _BROKEN as error:
        raise _unreadable(error) from None
    return found


def _until_it_breaks(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except _BROKEN as error:
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> Invalid:
    return _refused(say("This file can't be read as a table: %(error)s", error=str(error)[:200]))


def _csv_rows(file: IO[str], separator: str) -> Iterator[Row]:
    for row in csv.reader(file, delimiter=separator):
        yield _trimmed([cell.replace("\x00", "") for cell in row[:MOST_COLUMNS]])


def _trimmed(row: Row) -> Row:
    return [" ".join(cell.split())[:LONGEST_CELL] for cell in row]


def _text(cell: object) -> str:
    """As a person reads it; a whole number without the point that Excel stores it with."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _check_excel(path: Path) -> None:
    """Before it is opened: a small file may unpack to more than the memory holds."""
    unpacked = 0
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
        names = packed.namelist()
        if "xl/workbook.xml" not in names:
            raise _refused(say("The file is empty, or no table. Save it as CSV or .xlsx."))
    if path.stat().st_size > LARGEST_EXCEL or unpacked > LARGEST_UNPACKED:
        raise _refused(
            say(
                "An Excel file may have %(most)s MB at most. Save this one as CSV.",
                most=LARGEST_EXCEL // 2**20,
            )
        )
    try:
        with open(path, "rb") as file:
            load_workbook(file, read_only=True).close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise _refused(say("This Excel file is damaged. Save it once more, or as CSV.")) from None


def _refused(words: Words) -> Invalid:
    return Invalid({"file": words})
