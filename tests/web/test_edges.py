"""What every answer has: headers, errors of one shape, health, the built browser side."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from occ.core.run import Runner
from occ.messaging import inbox
from occ.users.models import User
from occ.web import access, static_files
from tests.builders import NOW
from tests.web.browser import Browser, shown

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize("path", ["/sign-in", "/w/none", "/health/live", "/none"])
def test_every_answer_carries_the_headers_that_protect(stranger: Browser, path: str) -> None:
    headers = stranger.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "connect-src 'self' wss://chat.example.com" in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_pages_of_the_signed_in_are_kept_by_no_cache(administrator: Browser) -> None:
    for path in ("/me", "/users", "/conversations"):
        assert administrator.get(path).headers["Cache-Control"] == "no-store"


def test_the_console_is_told_who_is_there(agent: Browser, ana: User) -> None:
    page = agent.get("/conversations/cnv_1").text

    assert '<main id="console"></main>' in page
    assert f'"key": "{ana.key}"' in page or f'"key":"{ana.key}"' in page
    assert "cnv_1" in page
    assert 'type="module"' in page


def test_a_name_can_not_break_out_of_the_consoles_data(
    agent: Browser, run: Runner, ana: User
) -> None:
    evil = "</script><script>alert(1)</script>"
    run(lambda session: setattr(session.get_one(User, ana.id), "name", evil))

    assert "<script>alert" not in agent.get("/conversations").text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/none", 404, "not_found"),
        ("get", "/w/none", 404, "not_found"),
        ("post", "/users", 401, "signed_out"),
        ("post", "/health/live", 405, "method_not_allowed"),
    ],
)
def test_a_program_is_refused_in_one_shape(
    stranger: Browser, method: str, path: str, status: int, code: str
) -> None:
    answer = getattr(stranger, method)(path, **JSON)

    assert answer.status_code == status
    assert answer.json["code"] == code
    assert answer.json["error"].endswith(".") and answer.json["fields"] == {}


def test_fields_are_named_to_a_program(administrator: Browser) -> None:
    answer = administrator.post("/settings/routing", {}, **JSON)

    assert answer.status_code == 422
    assert answer.json["fields"]["offer_seconds"] == "Enter a whole number from 5 to 600."


def test_a_page_says_what_is_in_the_way(agent: Browser, stranger: Browser) -> None:
    assert "Your role does not allow this." in shown(agent.get("/services"))
    assert "There is nothing at this address." in shown(stranger.get("/none"))
    assert "This is more than can be taken at once." in shown(
        stranger.post("/sign-in", {"email": "x" * 300_000})
    )


def test_what_breaks_is_a_number_for_support_and_no_stack_trace(
    app: Flask,
    stranger: Browser,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> str:
        raise RuntimeError("a secret of ours")

    monkeypatch.setitem(app.view_functions, "health.live", access.public(broken))

    page = stranger.get("/health/live")
    assert page.status_code == 500
    number = page.json["number"]
    assert number in caplog.text and "a secret of ours" in caplog.text
    assert "secret" not in page.text and "Traceback" not in page.text

    monkeypatch.setitem(app.view_functions, "sign_in.page", access.public(broken))
    words = shown(stranger.get("/sign-in"))
    assert "the fault is ours" in words and "Tell your administrator this number:" in words


def test_a_broken_database_still_gets_a_page(app: Flask, run: Runner, agent: Browser) -> None:
    run(lambda session: session.execute(text("ALTER TABLE users RENAME TO gone")))

    page = agent.get("/me")

    assert page.status_code == 500
    assert "the fault is ours" in shown(page)


def test_ready_means_a_database_of_this_version(app: Flask, run: Runner, stranger: Browser) -> None:
    assert stranger.get("/health/live").json["status"] == "live"
    older = text("UPDATE alembic_version SET version_num = '0000'")
    with run.reading() as session:
        present = session.scalar(text("SELECT version_num FROM alembic_version"))
    run(lambda session: session.execute(older))
    answer = stranger.get("/health/ready")
    assert (answer.status_code, answer.json["lacking"]) == (503, "schema")

    newer = text("UPDATE alembic_version SET version_num = :present")
    run(lambda session: session.execute(newer, {"present": present}))
    assert stranger.get("/health/ready").json == {"status": "ready"}


def test_the_system_page_tells_what_waits_and_what_was_given_up(
    administrator: Browser, run: Runner
) -> None:
    waiting = run.plainly(inbox.store, "twilio", "message", "whatsapp:+48500100200", "SM1", {}, NOW)
    dead = run.plainly(inbox.store, "twilio", "message", "whatsapp:+48500100200", "SM2", {}, NOW)
    run(inbox.failed, dead, "ValueError: <b>no</b>", True, NOW)

    page = administrator.get("/system")

    assert waiting and "Waits to be handled 1 the oldest for" in shown(page)
    assert "Could not be handled 1 kept, nothing is lost" in shown(page)
    assert "What came can't be read." in shown(page)
    assert "&lt;b&gt;no" in administrator.get(f"/system/webhooks/{dead}").text


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built browser side of one file, with a secret beside it."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "pages.css").write_text("body { color: black }" * 50)
    (tmp_path / "secret.txt").write_text("no")
    monkeypatch.setattr(static_files, "asset_folder", lambda: tmp_path)
    return tmp_path


def test_a_file_is_fresh_for_ever_under_its_digest(
    app: Flask, stranger: Browser, assets: Path
) -> None:
    with app.test_request_context():
        address = static_files.address("dist/pages.css")

    answer = stranger.get(address, **{"Accept-Encoding": "gzip"})

    assert answer.headers["Cache-Control"].endswith("immutable")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "no-cache" in stranger.get("/static/dist/pages.css").headers["Cache-Control"]
    (assets / "dist" / "pages.css").write_text("body {}")
    with app.test_request_context():
        assert static_files.address("dist/pages.css") != address


def test_what_a_script_imports_is_fetched_along_with_it_and_kept_for_ever(
    app: Flask, stranger: Browser, assets: Path
) -> None:
    (assets / "dist" / "console.js").write_text('import{a as b}from"./console-G66IB2V5.js";b()')
    (assets / "dist" / "console-G66IB2V5.js").write_text("export let a=()=>{}")
    with app.test_request_context():
        [address] = static_files.shared_by("dist/console.js")

    answer = stranger.get(address)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].endswith("immutable")
    with app.test_request_context():
        assert static_files.shared_by("dist/no.js") == []


@pytest.mark.parametrize(
    "path", ["dist/../secret.txt", "dist/%2e%2e/secret.txt", "dist//etc/passwd", "secret.txt"]
)
def test_nothing_but_the_built_files_is_served(stranger: Browser, assets: Path, path: str) -> None:
    assert stranger.get(f"/static/{path}").status_code in (308, 404)
