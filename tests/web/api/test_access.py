"""Who a token lets in, and to what: every route × every scope."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from occ.core import clock
from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.flows import change_profile, people, programs
from occ.flows.change_profile import ProfileChange
from occ.users import tokens
from occ.users.models import User
from occ.users.scopes import Scope
from occ.users.token_models import Token
from tests.web.api.conftest import API, MakeProgram, Program
from tests.web.api.routes import OPEN_TO
from tests.web.browser import Browser
from tests.web.conftest import PUBLIC_URL
from tests.web.test_roles import WHO, routes

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"])


def asked(program: Program, route: str) -> int:
    method, _, path = route.partition(" ")
    path = re.sub("<key>", "none", path)
    if method == "GET":
        return program.get(path).status_code
    return program.write(path, {}, "a-key", method).status_code


@SQLITE
def test_the_table_names_every_route_of_the_api(app: Flask) -> None:
    served = {route.replace(API, "") for route in routes(app) if f" {API}/" in route}

    assert served - {"GET /openapi.json"} == OPEN_TO.keys()
    assert all(WHO[route.replace(" /", f" {API}/", 1)] == set() for route in OPEN_TO)


@SQLITE
@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_what_its_scope_says_and_nothing_else(
    make_program: MakeProgram, scope: Scope
) -> None:
    program = make_program([scope])

    opened = {route for route in OPEN_TO if asked(program, route) != 403}

    assert opened == {route for route, scopes in OPEN_TO.items() if scope in scopes}


def test_a_token_that_is_unknown_over_revoked_or_of_a_disabled_program_opens_nothing(
    program: Program, make_program: MakeProgram, run: Runner, ada: User
) -> None:
    assert program.get("/batches").status_code == 200
    now = clock.now()
    other, over, disabled = make_program(), make_program(), make_program()
    [token] = run(tokens.of, program.user.id)
    run(programs.revoke_token, ada.id, program.user.key, token.key, now)
    [late] = run(tokens.of, over.user.id)
    run(
        lambda session: session.execute(
            update(Token).where(Token.id == late.id).values(expires_at=now - timedelta(seconds=1))
        )
    )
    run(people.set_disabled, ada.id, disabled.user.key, True, now)

    answers = [each.get("/batches") for each in (program, over, disabled)]
    other.secret += "x"
    answers += [other.get("/batches"), other.client.get(f"{API}/batches", base_url=PUBLIC_URL)]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"
    assert answers[0].content_type == "application/problem+json"


@SQLITE
def test_a_persons_cookie_opens_nothing_and_lends_nothing(
    app: Flask, administrator: Browser, make_program: MakeProgram
) -> None:
    program = make_program([Scope.BATCHES_READ])

    bare = administrator.get(f"{API}/batches")
    both = administrator.get(f"{API}/contacts", Authorization=f"Bearer {program.secret}")

    assert (bare.status_code, both.status_code) == (401, 403)
    assert "Set-Cookie" not in both.headers and "Cookie" not in both.headers.get("Vary", "")


@SQLITE
def test_a_program_has_no_console_whatever_cookie_it_shows(
    app: Flask, program: Program, run: Runner
) -> None:
    browser = Browser(app, program.user)

    assert "/sign-in" in browser.get("/conversations").headers["Location"]


@SQLITE
def test_a_token_is_counted_and_told_how_many_calls_are_left(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 2)

    answers = [program.get("/batches") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].json["code"] == "too_many"  # type: ignore[index]


@SQLITE
def test_a_refusal_has_one_shape_in_the_language_asked_for(program: Program) -> None:
    answer = program.get("/contacts?limit=0&colour=red", **{"Accept-Language": "it"})

    problem = answer.json
    assert answer.status_code == 422 and problem
    assert problem.keys() == {"status", "code", "detail", "next", "fields", "number"}
    assert problem["fields"].keys() == {"limit", "colour"}
    assert problem["detail"].startswith("Alcuni campi")


@SQLITE
def test_an_address_that_is_none_is_refused_in_the_same_shape(program: Program) -> None:
    missing, wrong = program.get("/nothing"), program.write("/batches", {}, "one")

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert "GET" in wrong.headers["Allow"]
    for answer in (missing, wrong):
        assert answer.content_type == "application/problem+json"
        assert answer.json and answer.json["next"]


@SQLITE
def test_no_secret_stands_in_a_log_or_in_the_database(
    program: Program, run: Runner, caplog: pytest.LogCaptureFixture, ana: User
) -> None:
    caplog.set_level(logging.DEBUG)
    program.get("/batches")
    program.write("/credit/users/none/changes", {"amount": 1, "reason": "x"}, "a-key")
    program.secret += "wrong"
    program.get("/batches")

    [token] = run(tokens.of, program.user.id)
    kept = [str(getattr(token, column.key)) for column in Token.__table__.columns]
    assert program.secret[:20] not in caplog.text + " ".join(kept)


def test_no_work_can_be_given_to_a_program(run: Runner, program: Program) -> None:
    with pytest.raises(Invalid) as refused:
        run(change_profile.change, None, [program.user.key], ProfileChange(chat=True), clock.now())

    assert "users" in refused.value.fields
