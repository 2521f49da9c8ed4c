"""A browser without script: it keeps cookies, sends forms with their token, and reads pages."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from occ.core import clock
from occ.users import sessions
from occ.users.models import User

HTML = {"Accept": "text/html"}


class Browser:
    def __init__(self, app: Flask, user: User | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        self.client.environ_base["HTTP_USER_AGENT"] = "test"
        if user is not None:
            # Signed in without the hash's cost; tests/web/test_sign_in.py takes the long way.
            run = app.extensions["occ"].run
            token = run(sessions.begin, user.id, "test", clock.now())
            with self.client.session_transaction(base_url=self._origin) as cookie:
                cookie["_user_id"] = f"{user.epoch}.{token}"
                cookie["_fresh"] = cookie.permanent = True

    @property
    def _origin(self) -> str:
        return str(self.app.extensions["occ"].config.public_url)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(
            path, base_url=self._origin, headers={**HTML, **headers}, buffered=True
        )

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form as its page does: with the token, from our own address."""
        return self.send("POST", path, form, **headers)

    def send(
        self, method: str, path: str, form: dict[str, Any] | None = None, **headers: str
    ) -> TestResponse:
        return self.client.open(
            path,
            method=method,
            base_url=self._origin,
            data={"csrf_token": self.token(), **(form or {})},
            headers={**HTML, "Referer": self._origin + path, **headers},
        )

    def token(self) -> str:
        """As any page of this session carries it."""
        with self.client.session_transaction(base_url=self._origin) as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(raw))


def shown(response: TestResponse) -> str:
    """The words of a page, without its tags."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
