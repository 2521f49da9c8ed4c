"""Text that any database takes."""

from __future__ import annotations


def storable(text: str) -> str:
    """`text` with what no database stores shown as the replacement character.

    PostgreSQL refuses NUL, UTF-8 refuses half a surrogate pair; two halves that belong together
    become the character they mean. Nothing else changes, blanks at the ends included.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "\N{REPLACEMENT CHARACTER}")
