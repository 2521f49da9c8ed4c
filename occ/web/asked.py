"""What a request asks for, and where it came from."""

from __future__ import annotations

import re

from flask import request

# One slash at the start, no second, no backslash, nothing a browser would strip: only our own site.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def path_and_query() -> str:
    return request.full_path.rstrip("?")


def own_path(wanted: str) -> str:
    """`wanted` where it is a path of this site, else `/`: no link leads out through us."""
    return wanted if _OWN_PATH.fullmatch(wanted) else "/"


def is_api_call() -> bool:
    """Whether a program asks, by token: its cookies count for nothing, and set none."""
    return request.path.startswith("/api/v1/")


def wants_json() -> bool:
    if request.path.startswith(("/health/", "/webhooks/", "/api/v1/")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"
