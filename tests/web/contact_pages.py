"""The routes by which contacts are blocked."""

from __future__ import annotations

BLOCKING = (
    "GET /contacts/blocked",
    "POST /contacts/<key>/block",
    "POST /contacts/<key>/unblock",
)
