"""A form is taken only from a page of ours."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from occ.core.run import Runner
from occ.services.models import Service
from tests.web.browser import HTML, Browser, shown
from tests.web.conftest import PUBLIC_URL

FORM = {"name": "Sales", "chat": "on"}


def services(run: Runner) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count()).select_from(Service)) or 0


def test_with_its_token_a_form_is_taken(administrator: Browser, run: Runner) -> None:
    before = services(run)

    administrator.post("/services/new", FORM)

    assert services(run) == before + 1


@pytest.mark.parametrize(
    ("token", "referer"),
    [
        (None, PUBLIC_URL),
        ("forged", PUBLIC_URL),
        ("right", "https://evil.example/"),
        ("right", None),
    ],
)
def test_without_a_right_token_and_from_elsewhere_it_is_refused(
    administrator: Browser, run: Runner, token: str | None, referer: str | None
) -> None:
    before = services(run)
    right = administrator.token()
    answer = administrator.client.post(
        "/services/new",
        base_url=PUBLIC_URL,
        data={**FORM, **({"csrf_token": right if token == "right" else token} if token else {})},
        headers={**HTML, **({"Referer": referer} if referer else {})},
    )

    assert answer.status_code == 400
    assert "Go back: what you entered is still there." in shown(answer)
    assert services(run) == before


def test_a_token_of_another_session_is_refused(
    app: Flask, administrator: Browser, stranger: Browser, run: Runner
) -> None:
    before = services(run)
    with stranger.client.session_transaction(base_url=PUBLIC_URL) as cookie:
        cookie["csrf_token"] = "1" * 40

    answer = administrator.post("/services/new", {**FORM, "csrf_token": stranger.token()})

    assert answer.status_code == 400
    assert services(run) == before


@pytest.mark.parametrize("token", ["right", "forged"])
def test_who_was_signed_out_meanwhile_learns_how_what_they_entered_is_kept(
    app: Flask, administrator: Browser, stranger: Browser, run: Runner, token: str
) -> None:
    before = services(run)
    sent = {"csrf_token": stranger.token()} if token == "right" else {"csrf_token": token}

    answer = stranger.post("/services/new", {**FORM, **sent})

    assert answer.status_code == 401
    said = shown(answer)
    assert "nothing was saved. Sign in in a new tab" in said and "is still there" in said
    assert services(run) == before
