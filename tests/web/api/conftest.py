"""Programs that call the API with a token and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from occ.core import clock
from occ.core.run import Runner
from occ.services.models import Service
from occ.users.models import User
from occ.users.scopes import Scope
from tests.builders import a_program
from tests.campaigns import company
from tests.web.conftest import PUBLIC_URL

API = "/api/v1"


class Program:
    def __init__(self, app: Flask, user: User, secret: str) -> None:
        self.user, self.secret = user, secret
        self.client = app.test_client()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(
            API + path, base_url=PUBLIC_URL, headers={**self.headers, **headers}, buffered=True
        )

    def write(
        self, path: str, body: Any, key: str | None, method: str = "POST", **headers: str
    ) -> TestResponse:
        """`key` is the Idempotency-Key."""
        named = {"Idempotency-Key": key} if key else {}
        return self.client.open(
            API + path,
            method=method,
            base_url=PUBLIC_URL,
            json=body,
            headers={**self.headers, **named, **headers},
        )


MakeProgram = Callable[..., Program]


@pytest.fixture
def make_program(app: Flask, run: Runner) -> MakeProgram:
    def make(scopes: Sequence[str] = tuple(Scope), services: Sequence[Service] = ()) -> Program:
        user, secret = run(a_program, scopes, services, clock.now())
        return Program(app, user, secret)

    return make


@pytest.fixture
def program(make_program: MakeProgram) -> Program:
    """One that may do everything."""
    return make_program()


@pytest.fixture
def sms_company(run: Runner) -> None:
    """SMS may be sent, and three people agreed to it."""
    run(company.ready)
    run(company.agree, [company.phone(each) for each in (1, 2, 3)])
