"""A table as a file that spreadsheets open, whatever people wrote into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Excel takes UTF-8 for something else without it.
_MARK = "\ufeff"


def answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Download `name`.csv. What a spreadsheet would run as a formula is text (OWASP)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Response(
        _MARK + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value
