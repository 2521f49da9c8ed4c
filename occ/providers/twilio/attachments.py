"""The files that a message names: none on most, one on WhatsApp, up to ten in an MMS."""

from __future__ import annotations

import re
from collections.abc import Mapping

from occ.messaging.ports import Attachment

MOST = 10
_DIGITS = re.compile(r"[0-9]{1,4}")
# WhatsApp puts a document's file name where other kinds have their caption.
_FILE_NAME = re.compile(r"[^/\\\r\n]{1,120}\.\w{1,8}")


def count(form: Mapping[str, str]) -> int:
    told = form.get("NumMedia", "0")
    return min(int(told), MOST) if _DIGITS.fullmatch(told) else 0


def read(form: Mapping[str, str]) -> list[Attachment]:
    """One for each that was counted: where its address is missing, that is said in its place."""
    return [
        Attachment(
            form.get(f"MediaUrl{number}", ""),
            form.get(f"MediaContentType{number}", ""),
            _name(form) if number == 0 else None,
        )
        for number in range(count(form))
    ]


def _name(form: Mapping[str, str]) -> str | None:
    body = form.get("Body", "")
    is_name = form.get("MessageType") == "document" and _FILE_NAME.fullmatch(body)
    return body if is_name else None
