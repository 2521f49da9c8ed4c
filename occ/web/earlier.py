"""Where the next page of a list begins that shows the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import url_for


def address(asked: Mapping[str, str], before: int | None = None) -> str:
    """Of the present blueprint's page, with what it was asked for; `before`: the last id shown."""
    named = {name: value for name, value in asked.items() if value}
    if before is not None:
        named["before"] = str(before)
    return f"{url_for('.page')}?{urlencode(named)}"
