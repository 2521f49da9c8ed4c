"""Who may open a customer's file, and how it is handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations import queries
from occ.core import clock, files
from occ.core.run import Runner
from occ.flows import fetch_media
from occ.messaging.media import Fetched
from occ.messaging.models import MediaFile, Message
from occ.messaging.ports import Attachment, Kind
from occ.product import Product
from occ.users.models import Role, User
from tests.builders import a_service, accepts, an_agent, an_inbound, receive, the_conversation
from tests.web.browser import Browser

CONTENT = bytes(range(256)) * 8
Sent = Callable[..., "File"]


@dataclass
class File:
    key: str
    holder: User
    address: str


@pytest.fixture
def sent(product: Product, run: Runner) -> Sent:
    """A customer of Ana's has sent a file, and it is here; Ben serves the service as well."""

    def make(content_type: str = "image/png", name: str | None = None, here: bool = True) -> File:
        now = clock.now()
        ana = run(an_agent, "Ana", now=now)
        run(a_service, now=now)
        attachment = Attachment("https://api.twilio.com/x", content_type)
        inbound = an_inbound("", kind=Kind.DOCUMENT)
        run(receive, replace(inbound, attachments=(attachment,)), now)
        with run.reading() as session:
            key = the_conversation(session).key
        accepts(run, key, now)
        row = run(_only)
        if here:
            with files.writing(files.place(product.config.media, row.file)) as file:
                file.write(CONTENT)
            fetched = Fetched(content_type, len(CONTENT), name)
            run(fetch_media.settle, row.key, fetched, now)
        return File(row.key, ana, f"/media/{row.key}")

    return make


def _only(session: Session) -> MediaFile:
    return session.scalars(select(MediaFile)).one()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("holder", 200),
        ("colleague", 404),
        (Role.SUPERVISOR, 200),
        (Role.ADMINISTRATOR, 200),
        (None, 302),
    ],
)
def test_a_file_opens_to_whom_its_conversation_does(
    app: Flask, run: Runner, sent: Sent, who: Role | str | None, status: int
) -> None:
    file = sent()
    users = {"holder": lambda: file.holder, "colleague": lambda: run(an_agent, "Ben")}
    user = users[who]() if who in users else run(an_agent, "Oda", role=who) if who else None  # type: ignore[index]

    answer = Browser(app, user).get(file.address)

    assert answer.status_code == status
    assert (answer.data == CONTENT) == (status == 200)


def test_a_picture_is_shown_and_runs_nothing(app: Flask, sent: Sent) -> None:
    file = sent()

    answer = Browser(app, file.holder).get(file.address)

    assert answer.content_type == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "script" not in policy and "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "private, max-age=3600"


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("content_type", "name", "saved_as"),
    [
        ("application/pdf", "umowa.pdf", "umowa.pdf"),
        ("text/plain", None, "document-"),
        ("text/vcard", None, "contacts-"),
        ("application/octet-stream", "x.html.bin", "x.html.bin"),
    ],
)
def test_anything_else_is_saved_under_its_name(
    app: Flask, sent: Sent, content_type: str, name: str | None, saved_as: str
) -> None:
    file = sent(content_type, name)

    answer = Browser(app, file.holder).get(file.address)

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment") and f"filename={saved_as}" in disposition


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_film_can_be_wound_on(app: Flask, sent: Sent) -> None:
    file = sent("video/mp4")

    answer = Browser(app, file.holder).get(file.address, Range="bytes=100-199")

    assert (answer.status_code, answer.data) == (206, CONTENT[100:200])
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(CONTENT)}"


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_file_that_is_not_here_is_not_found(
    app: Flask, product: Product, run: Runner, sent: Sent
) -> None:
    file = sent(here=False)
    browser = Browser(app, file.holder)

    assert browser.get(file.address).status_code == 404
    assert browser.get("/media/med_0000000000000000").status_code == 404


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_one_whose_conversation_went_to_a_colleague_opens_no_more(
    app: Flask, run: Runner, sent: Sent
) -> None:
    file = sent()
    ben = run(an_agent, "Ben", now=clock.now())
    run(_hand_to, ben.id)

    assert Browser(app, file.holder).get(file.address).status_code == 404
    assert Browser(app, ben).get(file.address).status_code == 200


def _hand_to(session: Session, user_id: int) -> None:
    the_conversation(session).user_id = user_id


def test_a_file_says_where_it_lies_to_nobody(app: Flask, run: Runner, sent: Sent) -> None:
    sent()

    with run.reading() as session:
        told = queries.message_facts(session, session.scalars(select(Message)).one())

    assert "twilio" not in str(told["media"]) and "file" not in told["media"][0]
