"""What SMSAPI calls us with: kept once, answered `OK`, and nobody else is listened to."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from occ.core.run import Runner
from occ.jobs import inbox
from occ.messaging.models import Message, Webhook, WebhookState
from occ.product import Product
from occ.services import reach
from occ.services.models import Service

REPORT = {"MsgId": "A1", "status": "404", "idx": "att_1", "donedate": "1760000000"}
SMS = {
    "sms_from": "48500100200",
    "sms_to": "48600100200",
    "sms_text": "Dzień dobry",
    "sms_date": "1760000000",
    "username": "firma",
}


def call(app: Flask, product: Product, path: str, form: dict[str, Any], how: str) -> TestResponse:
    url = product.smsapi_url(path).removeprefix(product.config.public_url)
    sent = {"query_string": form} if how == "GET" else {"data": form}
    return app.test_client().open(url, method=how, **sent)


def kept(run: Runner) -> list[Webhook]:
    with run.reading() as session:
        return list(session.scalars(select(Webhook).order_by(Webhook.id)))


both_ways = pytest.mark.parametrize("how", ["GET", "POST"])


@both_ways
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_report_is_kept_as_it_came_and_answered_ok(
    app: Flask, product: Product, run: Runner, how: str
) -> None:  # C7
    answer = call(app, product, "status", REPORT, how)

    assert (answer.status_code, answer.text) == (200, "OK")
    assert answer.content_type.startswith("text/plain")
    [webhook] = kept(run)
    assert (webhook.provider, webhook.kind, webhook.address) == ("smsapi", "status", "A1")
    assert webhook.form == {name: [value] for name, value in REPORT.items()}


@both_ways
def test_five_reports_in_one_call_are_each_kept_on_their_own(
    app: Flask, product: Product, run: Runner, how: str
) -> None:  # C7
    ids = [f"A{place}" for place in range(1, 6)]
    joined = {
        "MsgId": ",".join(ids),
        "status": "404,405,403,404,402",
        "idx": "att_1,att_2,att_3,att_4,att_5",
        "username": "firma",
    }

    assert call(app, product, "status", joined, how).text == "OK"

    told = [(row.address, row.form["status"], row.form["idx"][0]) for row in kept(run)]
    statuses = ["404", "405", "403", "404", "402"]
    assert told == [
        (each, [status], f"att_{place}")
        for place, (each, status) in enumerate(zip(ids, statuses, strict=True), 1)
    ]
    assert {row.form["username"][0] for row in kept(run)} == {"firma"}


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    "form",
    [
        {"MsgId": "A1,A2", "status": "404"},
        {"MsgId": ",".join("ABCDEF"), "status": "404," * 5 + "404"},
        {"status": "404"},
        {"MsgId": "A1"},
        {},
        {"MsgId": "A\x00", "status": "\ufffe"},
    ],
)
def test_what_nobody_can_read_is_kept_and_answered_all_the_same(
    app: Flask, product: Product, run: Runner, form: dict[str, str]
) -> None:
    """Refused, it would come again and again."""
    assert call(app, product, "status", form, "POST").text == "OK"
    assert len(kept(run)) == 1


@both_ways
@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("path", ["status", "messages"])
def test_who_does_not_know_the_secret_leaves_no_trace(
    app: Flask, product: Product, run: Runner, how: str, path: str
) -> None:
    right = product.smsapi_secrets()[0]
    for secret in ("x", right[:-1], right + "x", right.swapcase(), "ż" * 32):
        answer = app.test_client().open(f"/webhooks/smsapi/{secret}/{path}", method=how)
        assert answer.status_code == 403

    assert kept(run) == []


@both_ways
def test_an_sms_that_came_in_is_placed_once_however_often_it_is_told(
    app: Flask, product: Product, run: Runner, how: str
) -> None:
    for _ in range(3):
        assert call(app, product, "messages", SMS, how).text == "OK"
    call(app, product, "messages", {**SMS, "sms_date": "1760000060"}, how)
    inbox.handle_address(product, "+48500100200")

    assert [row.state for row in kept(run)] == [WebhookState.DONE] * 2
    with run.reading() as session:
        found = session.execute(select(Message.sender, Message.recipient, Message.body)).all()
        assert [tuple(row) for row in found] == [
            ("+48500100200", "+48600100200", "Dzień dobry")
        ] * 2
        assert session.scalar(select(Service.id)) == reach.unassigned(session)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_sms_that_says_not_from_whom_it_is_becomes_a_dead_letter(
    app: Flask, product: Product, run: Runner
) -> None:
    assert call(app, product, "messages", {"sms_text": "Hello"}, "POST").text == "OK"

    inbox.handle_address(product, "")

    assert [row.state for row in kept(run)] == [WebhookState.DEAD]
