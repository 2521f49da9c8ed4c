"""What a browser complains about while a journey goes on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Watch:
    """Errors and warnings of the console (a refusal by the CSP is one), and foreign requests."""

    def __init__(self, context: BrowserContext, own: set[str], tolerated: str = "") -> None:
        """`own` are the hosts that may be asked; `tolerated` matches what a journey provokes."""
        self.complaints: list[str] = []
        self._own = own
        self._tolerated = re.compile(tolerated) if tolerated else None
        context.on("console", self._said)
        context.on("weberror", self._broke)
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain(f"{message.type} in the console: {message.text}")

    def _broke(self, error: WebError) -> None:
        self._complain(f"an uncaught error: {error.error.message}")

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in ("http", "https") and where.netloc not in self._own:
            self._complain(f"a foreign request: {request.url}")

    def _complain(self, words: str) -> None:
        if not (self._tolerated and self._tolerated.search(words)):
            self.complaints.append(words)
