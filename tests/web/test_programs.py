"""Programs under Users: added, given tokens that are shown once, shut out (D1)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from occ.core import clock
from occ.core.run import Runner
from occ.users.models import User
from occ.users.token_models import Token
from tests.builders import a_program, a_service
from tests.web.browser import Browser, shown
from tests.web.conftest import PUBLIC_URL

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
TOKEN = {"name": "In the lobby", "scopes": ["batches:read"], "lasts_days": "90"}


@pytest.fixture
def path(administrator: Browser) -> str:
    """The page of a new program's tokens."""
    added = administrator.post("/users/programs/new", {"name": "Hotspot"})
    return str(added.headers["Location"])


def called(app: Flask, secret: str) -> int:
    return (
        app.test_client()
        .get(
            "/api/v1/batches",
            base_url=PUBLIC_URL,
            headers={"Authorization": f"Bearer {secret}"},
        )
        .status_code
    )


def test_an_administrator_gives_a_program_a_token_that_is_shown_once(
    app: Flask, administrator: Browser, path: str
) -> None:  # D1
    assert "No token yet" in shown(administrator.get(path))

    made = administrator.post(path, TOKEN)

    [secret] = re.findall(r"occ_[\w-]{43}", made.text)
    assert called(app, secret) == 200
    page = administrator.get(path)
    assert secret not in page.text and f"ends in {secret[-4:]}" in shown(page)
    assert "Read WhatsApp batches" in shown(page)
    assert "1" in shown(administrator.get("/users/programs?q=hot"))


def test_a_revoked_token_opens_nothing_from_then_on(
    app: Flask, administrator: Browser, path: str
) -> None:
    [secret] = re.findall(r"occ_[\w-]{43}", administrator.post(path, TOKEN).text)
    [revoke] = re.findall(r'action="(/users/\w+/tokens/\w+/revoke)"', administrator.get(path).text)

    assert administrator.post(revoke).status_code == 302

    assert called(app, secret) == 401
    assert "revoked" in shown(administrator.get(path))
    assert administrator.post(revoke).status_code == 409
    events = shown(administrator.get(path.replace("/tokens", "/events")))
    assert "Token made" in events and "Token revoked" in events


def test_a_token_in_use_that_ends_soon_is_an_alarm(
    app: Flask, administrator: Browser, run: Runner, path: str
) -> None:
    secret = re.findall(r"occ_[\w-]{43}", administrator.post(path, TOKEN).text)[0]
    called(app, secret)
    alarm = "The token of a program ends within two weeks: Hotspot."
    assert alarm not in shown(administrator.get("/system"))

    soon = clock.now() + timedelta(days=13)
    run(lambda session: session.execute(update(Token).values(expires_at=soon)))

    assert alarm in shown(administrator.get("/system"))
    assert "ends soon" in shown(administrator.get(path))


def test_a_disabled_program_is_shut_out(app: Flask, administrator: Browser, path: str) -> None:
    [secret] = re.findall(r"occ_[\w-]{43}", administrator.post(path, TOKEN).text)

    administrator.post(path.replace("/tokens", "/disable"))
    assert called(app, secret) == 401

    administrator.post(path.replace("/tokens", "/enable"))
    assert called(app, secret) == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Enter a name of 1 to 80 characters."),
        ({"scopes": []}, "Choose at least one thing that the token may do."),
        ({"scopes": ["everything"]}, "Choose at least one thing"),
        ({"lasts_days": "36500"}, "Choose one of the list."),
        ({"services": ["svc_none"]}, "Choose services of the list."),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_what_was_entered(
    administrator: Browser, run: Runner, path: str, wrong: dict[str, object], said: str
) -> None:
    run(a_service)

    answer = administrator.post(path, {**TOKEN, **wrong})

    assert answer.status_code == 422
    assert said in shown(answer)
    assert "No token yet" in shown(answer)


def test_programs_are_no_people(administrator: Browser, run: Runner, path: str, ana: User) -> None:
    assert "Hotspot" not in shown(administrator.get("/users"))
    assert administrator.get("/users?kind=program").headers["Location"] == "/users/programs"
    key = path.split("/")[2]
    changed = administrator.post("/users", {"users": key, "chat": "on"})
    promoted = administrator.post("/users", {"users": ana.key, "role": "program"})

    assert (changed.status_code, promoted.status_code) == (422, 422)
    assert administrator.get(f"/users/{ana.key}/tokens").status_code == 404
    assert administrator.get(f"/users/{key}").headers["Location"] == path


def test_a_program_has_powers_and_credit_like_a_person(
    administrator: Browser, path: str
) -> None:  # D1, D2
    power = administrator.post(path.replace("/tokens", "/powers"), {"kind": "credits"})

    page = shown(administrator.get(str(power.headers["Location"])))

    assert "Hotspot" in page and "Add" in page


def test_a_supervisor_sees_no_tokens(supervisor: Browser, run: Runner) -> None:
    program, _ = run(a_program)

    assert supervisor.get(f"/users/{program.key}/tokens").status_code == 403
    assert supervisor.get(f"/users/{program.key}").headers["Location"].endswith("/events")
    assert "Programs" not in shown(supervisor.get("/users"))
