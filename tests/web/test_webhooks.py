"""Twilio's webhooks: genuine ones are kept once, others leave no trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from occ.core.run import Runner
from occ.flows import set_up
from occ.messaging.models import Webhook
from occ.settings.pages import TwilioSettings
from tests.builders import NOW
from tests.web.conftest import PUBLIC_URL

SID, TOKEN, SECOND = "AC" + "0" * 32, "1" * 32, "2" * 32
MESSAGES, STATUS = "/webhooks/twilio/messages", "/webhooks/twilio/status"
FORM = {
    "AccountSid": SID,
    "MessageSid": "SM1",
    "From": "whatsapp:+48500100200",
    "To": "whatsapp:+390612345678",
    "Body": "Dzień dobry",
}


@pytest.fixture(autouse=True)
def account(run: Runner) -> None:
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN, SECOND), NOW)


@pytest.fixture
def after(app: Flask) -> list[str]:
    """Whom background tasks were started for."""
    started: list[str] = []
    app.extensions["occ"].after = lambda _kind, address: started.append(address)
    return started


def deliver(
    app: Flask,
    form: dict[str, Any],
    path: str = MESSAGES,
    *,
    token: str = TOKEN,
    signed: dict[str, Any] | None = None,
    url: str | None = None,
) -> TestResponse:
    """Post a form as Twilio does; `signed` and `url` are what the signature says."""
    signature = RequestValidator(token).compute_signature(
        url or PUBLIC_URL + path, MultiDict(form if signed is None else signed)
    )
    # The proxy before us calls us by another name: what counts is the public address.
    return app.test_client().post(
        path,
        base_url="http://127.0.0.1:5000",
        data=form,
        headers={"X-Twilio-Signature": signature},
    )


def kept(run: Runner) -> Sequence[Webhook]:
    with run.reading() as session:
        return session.scalars(select(Webhook).order_by(Webhook.id)).all()


def test_a_genuine_message_is_kept_answered_and_then_handled(
    app: Flask, run: Runner, after: list[str]
) -> None:  # A7
    answer = deliver(app, FORM)

    assert (answer.status_code, answer.data) == (204, b"")
    [webhook] = kept(run)
    assert (webhook.kind, webhook.address, webhook.dedupe) == ("message", FORM["From"], "SM1")
    assert webhook.form["Body"] == ["Dzień dobry"]
    assert after == [FORM["From"]]


def test_a_message_that_comes_twice_is_kept_once(app: Flask, run: Runner, after: list[str]) -> None:
    assert deliver(app, FORM).status_code == 204
    assert deliver(app, FORM).status_code == 204

    assert len(kept(run)) == 1
    assert after == [FORM["From"]]


@pytest.mark.parametrize(
    "url", [PUBLIC_URL + MESSAGES, PUBLIC_URL.replace(".com", ".com:443") + MESSAGES]
)
@pytest.mark.parametrize("token", [TOKEN, SECOND])
def test_both_tokens_count_with_and_without_the_port(
    app: Flask, run: Runner, token: str, url: str
) -> None:
    assert deliver(app, FORM, token=token, url=url).status_code == 204
    assert len(kept(run)) == 1


def test_a_parameter_that_twilio_added_since_is_part_of_the_signature(
    app: Flask, run: Runner
) -> None:
    assert deliver(app, {**FORM, "NewThing": ["a", "b"]}).status_code == 204
    assert kept(run)[0].form["NewThing"] == ["a", "b"]


@pytest.mark.parametrize("path", [MESSAGES, STATUS])
@pytest.mark.parametrize(
    "how",
    [
        {"token": "3" * 32},
        {"signed": {**FORM, "Body": "something else"}},
        {"url": "https://elsewhere.example.com" + MESSAGES},
        {"url": PUBLIC_URL + MESSAGES + "?attempt=att_1"},
    ],
    ids=["a wrong token", "a changed body", "another host", "another query"],
)
def test_what_is_not_genuine_is_refused_and_nothing_is_written(
    app: Flask, run: Runner, after: list[str], how: dict[str, Any], path: str
) -> None:
    assert deliver(app, FORM, path, **how).status_code == 403

    assert list(kept(run)) == []
    assert after == []


def test_another_account_is_refused_even_with_our_token(app: Flask, run: Runner) -> None:
    assert deliver(app, {**FORM, "AccountSid": "AC" + "9" * 32}).status_code == 403
    assert list(kept(run)) == []


def test_without_a_signature_or_an_account_everything_is_refused(app: Flask, run: Runner) -> None:
    unsigned = app.test_client().post(MESSAGES, base_url=PUBLIC_URL, data=FORM)
    assert unsigned.status_code == 403

    run(set_up.save, None, TwilioSettings(), NOW)
    app.extensions["occ"].webhook_credentials(fresh=True)
    assert deliver(app, FORM, token="").status_code == 403
    assert list(kept(run)) == []


@pytest.mark.parametrize("lacking", ["MessageSid", "From"])
def test_a_genuine_form_without_what_names_it_gets_a_plain_sentence(
    app: Flask, run: Runner, lacking: str
) -> None:
    form = {name: value for name, value in FORM.items() if name != lacking}

    answer = deliver(app, form)

    assert answer.status_code == 400
    assert answer.text == "A message has a MessageSid and a From."
    assert list(kept(run)) == []


def test_a_status_is_kept_each_time_with_our_own_id_of_the_try(app: Flask, run: Runner) -> None:
    form = {"AccountSid": SID, "MessageSid": "SM2", "MessageStatus": "sent"}
    for _ in range(2):
        assert deliver(app, form, STATUS + "?attempt=att_1").status_code == 204

    rows = kept(run)
    assert [(row.kind, row.address, row.dedupe) for row in rows] == [("status", "SM2", None)] * 2
    assert rows[0].form["attempt"] == ["att_1"]
    assert deliver(app, {"AccountSid": SID}, STATUS).status_code == 400


def test_characters_no_database_takes_do_not_lose_the_message(app: Flask, run: Runner) -> None:
    assert deliver(app, {**FORM, "Body": "a\x00b", "Odd\x00": "x"}).status_code == 204

    [webhook] = kept(run)
    assert webhook.form["Body"] == ["ab"]
    assert webhook.form["Odd"] == ["x"]


def test_neither_a_cookie_nor_a_form_token_is_asked_for_or_given(app: Flask) -> None:
    assert "Set-Cookie" not in deliver(app, FORM).headers


def test_refusals_are_logged_without_what_was_sent(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        deliver(app, {**FORM, "Body": "a secret"}, token="3" * 32)

    assert len([line for line in caplog.messages if "webhook refused" in line]) <= 1
    assert "a secret" not in caplog.text


def test_more_than_we_take_is_refused_before_it_is_read(app: Flask, run: Runner) -> None:
    assert deliver(app, {**FORM, "Body": "x" * 300_000}).status_code == 413
    assert list(kept(run)) == []
