"""A table as a file that spreadsheets open, whatever people wrote into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Excel takes UTF-8 for something else without it.
_MARK = "\ufeff"


def answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Download `name`.csv. What a spreadsheet would run as a formula is text (OWASP)."""
    whole = _lines([header, *([_cell(value) for value in row] for row in rows)])
    return _download(name, _MARK + whole)


def stream(
    name: str, header: Sequence[str], parts: Iterable[Iterable[Sequence[object]]]
) -> Response:
    """The same part by part, for files of any length."""

    def written() -> Iterator[str]:
        yield _MARK + _lines([header])
        for part in parts:
            yield _lines([[_cell(value) for value in row] for row in part])

    return _download(name, stream_with_context(written()))


def _download(name: str, text: str | Iterator[str]) -> Response:
    return Response(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value
