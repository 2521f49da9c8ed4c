"""Files that agents attach: who may, what is taken, and who fetches them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from occ.core import clock
from occ.core.run import Runner
from occ.flows import agent_reply, claim_messages
from occ.jobs import uploads as forgetting
from occ.messaging import sendable, uploads
from occ.messaging.file_types import Shape
from occ.messaging.models import MediaFile
from occ.product import Product
from occ.users.models import Role, User
from tests.builders import a_service, an_agent, talks
from tests.web.browser import Browser

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
JSON = {"Accept": "application/json"}


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    now = clock.now()
    run(a_service, now=now)
    ana = run(an_agent, "Ana", now=now)
    return ana, talks(run, now=now)


def brings(
    browser: Browser, key: str, content: bytes = PNG, name: str = "invoice.png", kind: str = ""
) -> TestResponse:
    file = (io.BytesIO(content), name, kind or "image/png")
    return browser.post(f"/conversations/{key}/files", {"file": file}, **JSON)


def kept(product: Product) -> list[Path]:
    return [path for path in product.config.media.glob("??/*") if path.is_file()]


def test_a_file_is_kept_shown_to_its_agent_alone_and_fetched_by_a_link(
    app: Flask, product: Product, run: Runner, talk: tuple[User, str]
) -> None:
    (ana, key), before = talk, len(kept(product))
    browser = Browser(app, ana)

    shown = brings(browser, key).get_json()["file"]

    assert (shown["shape"], shown["name"], shown["size"]) == ("image", "invoice.png", len(PNG))
    assert len(kept(product)) == before + 1
    address = f"/uploads/{shown['key']}"
    assert browser.get(address).data == PNG
    for other in (run(an_agent, "Ben"), run(an_agent, "Sofia", role=Role.SUPERVISOR)):
        assert Browser(app, other).get(address).status_code == 404

    now = clock.now()
    run(agent_reply.reply, ana.id, key, "x", "Look", now, [shown["key"]])
    [claimed] = run(claim_messages.claim, now)
    link = product.file_url(str(claimed.media)).removeprefix(product.config.public_url)
    stranger = Browser(app)
    answer = stranger.get(link)
    assert (answer.data, answer.content_type) == (PNG, "image/png")
    assert "invoice.png" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    head = stranger.client.head(link, base_url=product.config.public_url, buffered=True)
    assert (head.status_code, head.content_length) == (200, len(PNG))
    assert browser.get(address).status_code == 404
    with run.database.writing() as session:
        for row in session.scalars(select(MediaFile)):
            row.link_ends_at = clock.now()
    assert stranger.get(link).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "kind", "code"),
    [
        (b"MZ" + bytes(90), "virus.exe", "application/x-msdownload", "not_taken"),
        (b"<script>alert(1)</script>", "a.png", "image/png", "not_what_it_says"),
        (b"", "a.png", "image/png", "not_what_it_says"),
    ],
)
def test_what_whatsapp_does_not_take_is_refused_and_not_kept(
    app: Flask,
    product: Product,
    talk: tuple[User, str],
    content: bytes,
    name: str,
    kind: str,
    code: str,
) -> None:
    (ana, key), before = talk, len(kept(product))

    answer = brings(Browser(app, ana), key, content, name, kind)

    assert answer.status_code >= 400
    told = answer.get_json()
    assert (told["code"], bool(told["error"])) == (code, True)
    assert len(kept(product)) == before


def test_a_picture_that_is_too_large_is_refused_and_not_kept(
    app: Flask, product: Product, talk: tuple[User, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (ana, key), before = talk, len(kept(product))
    # The test's own client leaves files of megabytes open.
    monkeypatch.setitem(sendable.LARGEST, Shape.IMAGE, len(PNG) - 1)

    assert brings(Browser(app, ana), key).get_json()["code"] == "too_large"
    assert len(kept(product)) == before


def test_in_a_conversation_of_somebody_else_nothing_is_attached(
    app: Flask, product: Product, run: Runner, talk: tuple[User, str]
) -> None:
    before, ben = len(kept(product)), run(an_agent, "Ben")

    assert brings(Browser(app, ben), talk[1]).status_code == 404
    assert brings(Browser(app), talk[1]).status_code in (302, 401)
    assert len(kept(product)) == before


def test_what_is_taken_off_leaves_the_disk(
    app: Flask, product: Product, run: Runner, talk: tuple[User, str]
) -> None:
    (ana, key), before = talk, len(kept(product))
    shown = brings(Browser(app, ana), key).get_json()["file"]

    run(uploads.drop, ana.id, shown["key"])
    assert forgetting.forget(product)

    assert len(kept(product)) == before
    assert not forgetting.forget(product)


def test_a_guessed_link_leads_nowhere(app: Flask) -> None:
    for token in ("", "x", "a" * 43, "../config"):
        assert Browser(app).get(f"/files/{token}").status_code == 404
