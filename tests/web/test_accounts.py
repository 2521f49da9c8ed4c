"""The pages of accounts: the log, handing one out, one of them; and the batch that paid."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import delete

from occ.core import clock
from occ.core.run import Runner
from occ.credentials.models import ServingTemplate, State, Way
from occ.flows import send_credentials
from occ.product import Product
from occ.users.models import User
from tests.flows.handing.house import CODE, a_batch, an_office, guest, messages, sent, state
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
TYPED = {
    "user": "",
    "what": "code",
    "name": "Marta",
    "system": "Guest Wi-Fi",
    "secret": CODE,
    "phone": "+48 500 100 200",
    "language": "en",
    "way": "whatsapp",
    "form_id": "frm_1",
}


@pytest.fixture
def office(run: Runner) -> User:
    return run(an_office)


@pytest.fixture
def administrator(app: Flask, office: User) -> Browser:
    return Browser(app, office)


def test_an_administrator_sends_one_by_hand_and_sees_what_became_of_it(  # B3
    administrator: Browser, run: Runner
) -> None:
    run(a_batch, 5)
    assert "An account is a login handed out" in shown(administrator.get("/accounts"))

    answer = administrator.post("/accounts/new", TYPED)
    again = administrator.post("/accounts/new", TYPED)
    assert answer.headers["Location"] == again.headers["Location"]
    sent(run, now=clock.now())

    log = shown(administrator.get("/accounts"))
    assert "Marta Guest Wi-Fi · +48 500 100 200 by WhatsApp usable accepted – 1" in log
    page = shown(administrator.get(answer.headers["Location"]))
    assert "Account handed out" in page and "Usable since" in page
    assert CODE not in log + page


def test_account_and_batch_name_each_other(administrator: Browser, run: Runner) -> None:  # B3
    run(a_batch, 5)
    path = administrator.post("/accounts/new", TYPED).headers["Location"]
    assert "No account has taken" in shown(administrator.get("/whatsapp-batches/1"))
    sent(run, now=clock.now())

    batch = administrator.get("/whatsapp-batches/1")

    assert "1 of 5 messages used" in shown(batch)
    assert "Marta +48 500 100 200 accepted" in shown(batch)
    assert f'href="{path}"' in batch.text
    assert 'href="/whatsapp-batches/1"' in administrator.get(path).text
    assert 'href="/whatsapp-batches/1"' in administrator.get("/whatsapp-batches").text


@pytest.mark.parametrize("number", [2, 10**30])
def test_there_is_no_page_of_a_batch_that_is_none(administrator: Browser, number: int) -> None:
    assert administrator.get(f"/whatsapp-batches/{number}").status_code == 404


def test_the_reason_why_one_waits_stands_in_the_log(  # B3
    administrator: Browser, product: Product, office: User
) -> None:
    asked = guest(office, way=Way.WHATSAPP)
    product.run(send_credentials.hand_out, asked, product.wording, clock.now())

    log = shown(administrator.get("/accounts"))

    assert "by WhatsApp waits No WhatsApp message is left" in log


def test_a_way_that_is_shut_is_not_in_the_form_and_says_why(administrator: Browser) -> None:  # B3
    page = administrator.get("/accounts/new")

    assert 'value="whatsapp"' not in page.text and 'value="sms"' in page.text
    assert "No WhatsApp message is left" in shown(page)


def test_nor_is_whatsapp_while_no_approved_template_is_chosen(
    administrator: Browser, run: Runner
) -> None:  # B3
    run(a_batch, 1)
    assert 'value="whatsapp"' in administrator.get("/accounts/new").text
    run(lambda session, _now: session.execute(delete(ServingTemplate)), clock.now())

    page = administrator.get("/accounts/new")

    assert 'value="whatsapp"' not in page.text
    assert "No template that WhatsApp has approved is chosen" in shown(page)


def test_the_person_may_be_left_to_choose(administrator: Browser, app: Flask) -> None:  # B3
    answer = administrator.post("/accounts/new", {**TYPED, "way": "choose"})

    [path] = re.findall(r"https://chat\.example\.com(/c/[\w-]+\?lang=en)", answer.text)
    assert "How shall they arrive?" in shown(Browser(app).get(path))


def test_a_new_users_invitation_goes_by_sms(administrator: Browser, run: Runner) -> None:  # B3
    person = {"name": "Ben", "email": "ben@example.com", "role": "agent"}
    how = {"way": "sms", "phone": "+48500100200", "language": "it"}

    answer = administrator.post("/users/new", {**person, **how})

    assert answer.status_code == 302
    [claimed] = [sent(run, now=clock.now())]
    assert claimed.body.startswith("OCC: scelga qui la password")
    log = shown(administrator.get("/accounts"))
    assert "Ben OCC · +48 500 100 200 by SMS usable" in log


def test_a_new_password_goes_by_whatsapp_and_the_number_is_remembered(  # B3
    administrator: Browser, run: Runner, ana: User
) -> None:
    run(a_batch, 1)
    how = {"way": "whatsapp", "phone": "+48500100200", "language": "en"}

    administrator.post(f"/users/{ana.key}/password-link", how)

    claimed = sent(run, now=clock.now())
    assert claimed.template is not None
    assert "/password/" in claimed.template.variables["3"]
    page = administrator.get(f"/users/{ana.key}")
    assert 'value="+48500100200"' in page.text
    assert "Account handed out" in shown(administrator.get(f"/users/{ana.key}/events"))


@pytest.mark.parametrize("wrong", [{"phone": "500"}, {"way": "pigeon"}, {"phone": ""}])
def test_what_is_mistyped_stays_in_the_form_but_not_the_secret(
    administrator: Browser, run: Runner, wrong: dict[str, str]
) -> None:
    run(a_batch, 1)

    answer = administrator.post("/accounts/new", {**TYPED, **wrong})

    assert answer.status_code == 422
    assert "Guest Wi-Fi" in answer.text and CODE not in answer.text
    assert messages(run) == []


def test_an_administrator_cancels_or_takes_another_way(
    administrator: Browser, product: Product, run: Runner, office: User
) -> None:
    waiting = guest(office, way=Way.WHATSAPP)
    handed = product.run(send_credentials.hand_out, waiting, product.wording, clock.now())
    path = f"/accounts/{handed.account.key}"

    administrator.post(f"{path}/way", {"way": "sms"})
    assert state(run, handed.account) is State.SENDING
    administrator.post(f"{path}/cancel")

    assert state(run, handed.account) is State.ENDED
    assert "Account cancelled" in shown(administrator.get(path))
    assert administrator.post(f"{path}/way", {"way": "sms"}).status_code == 409


def test_the_log_is_searched_paged_and_downloaded(
    administrator: Browser, product: Product, office: User
) -> None:
    for number in range(52):
        asked = guest(office, name=f"Guest {number}", to=f"+4850010{number:04d}")
        product.run(send_credentials.hand_out, asked, product.wording, clock.now())

    first = administrator.get("/accounts")
    [older] = re.findall(r'href="(/accounts\?before=\d+)"', first.text)
    assert "Guest 51" in first.text and "Guest 1<" not in first.text
    assert "Guest 1<" in administrator.get(older).text
    assert "Guest 33" in administrator.get("/accounts?q=100 033").text
    assert "No account matches." in shown(administrator.get("/accounts?q=nobody"))

    file = administrator.get("/accounts.csv?q=guest 3").text
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))
    assert [row[1] for row in rows[1:]][-1] == "Guest 3" and len(rows) == 12
    assert CODE not in file
