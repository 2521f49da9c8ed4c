"""`{name}` and the like in a text, filled in for each person; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
NAME, COMPANY = "name", "company"
KNOWN = (NAME, COMPANY)
"""Of every contact; a file brings others by its columns."""


def used(body: str) -> list[str]:
    """The fields of a text, each once, as they come."""
    return list(dict.fromkeys(match.strip() for match in _FIELD.findall(body)))


def unknown(body: str, known: Collection[str]) -> list[str]:
    return [field for field in used(body) if field not in known]


def fill(body: str, fields: Mapping[str, str]) -> str:
    """A field that nothing is known for becomes nothing."""
    return _FIELD.sub(lambda match: fields.get(match[1].strip(), ""), body)
