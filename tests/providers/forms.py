"""Twilio's webhook forms: shaped as real ones were captured, every value made up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "fixtures" / "twilio"


def captured(name: str, **changes: str | None) -> dict[str, str]:
    """The form of that name, some parameters changed or, by None, left out."""
    form: dict[str, str | None] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return {key: value for key, value in (form | changes).items() if value is not None}


def sign(token: str, url: str, form: Mapping[str, Sequence[str]]) -> str:
    """Twilio's signature as its documentation describes it, written without its SDK."""
    said = url + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    digest = hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
