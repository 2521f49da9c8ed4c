"""The panel of WhatsApp batches, and loading one by its code and password."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from occ import issuing
from occ.core.run import Runner
from occ.issuing import Pack
from occ.users.models import User
from tests.flows.sending.first import a_batch
from tests.web.browser import Browser, shown

LOAD = "/whatsapp-batches/load"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def pack(run: Runner) -> Pack:
    [pack] = issuing.issue(run.database, 500, 1)
    return pack


def typed(pack: Pack, description: str = "") -> dict[str, str]:
    return {"code": pack.code, "password": pack.password, "description": description}


def test_an_administrator_loads_a_pack_and_sees_it_in_the_panel(
    administrator: Browser, pack: Pack
) -> None:  # B1, B2
    assert "Nothing loaded" in shown(administrator.get("/whatsapp-batches"))
    sloppy = {
        "code": pack.code.lower().replace("-", " "),
        "password": pack.password.lower(),
        "description": "Winter pack",
    }

    answer = administrator.post(LOAD, sloppy)

    assert answer.status_code == 302
    page = shown(administrator.get("/whatsapp-batches"))
    assert "Batch 1 is loaded: 500 messages." in page
    assert "500 messages left" in page
    assert "1 Winter pack 500 0 500" in page


@pytest.mark.parametrize("wrong", ["code", "password"])
def test_a_wrong_pair_has_one_answer_whichever_is_wrong(
    administrator: Browser, run: Runner, pack: Pack, wrong: str
) -> None:  # B2
    [other] = issuing.issue(run.database, 500, 1)
    form = typed(pack, "Mine") | {wrong: getattr(other, wrong)}

    answer = administrator.post(LOAD, form)

    assert answer.status_code == 422
    assert "Code and password do not belong together." in shown(answer)
    # What was typed stays, the password apart.
    assert "Mine" in answer.text and form["code"] in answer.text
    assert form["password"] not in answer.text


def test_a_mistyped_code_is_told_from_a_wrong_pair(administrator: Browser, pack: Pack) -> None:
    answer = administrator.post(LOAD, typed(pack) | {"code": pack.code[:-1]})

    assert answer.status_code == 422
    assert "one of these is mistyped" in shown(answer)


def test_a_pack_that_was_loaded_before_says_when(administrator: Browser, pack: Pack) -> None:  # B2
    administrator.post(LOAD, typed(pack))

    answer = administrator.post(LOAD, typed(pack))

    assert answer.status_code == 409
    assert "Loaded already, on " in shown(answer)
    assert ", as no. 1." in shown(answer)


def test_whoever_guesses_is_stopped(administrator: Browser, pack: Pack) -> None:  # B2
    wrong = typed(pack) | {"password": "0000-0000-0000-0000"}
    for _ in range(10):
        assert administrator.post(LOAD, wrong).status_code == 422

    answer = administrator.post(LOAD, typed(pack))

    assert answer.status_code == 429
    assert "Too many tries. Again in 15 min." in shown(answer)


def test_the_panel_is_a_file_too_and_no_description_is_a_formula(
    administrator: Browser, pack: Pack
) -> None:  # B1
    administrator.post(LOAD, typed(pack, "=1+1"))

    answer = administrator.get("/whatsapp-batches.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="whatsapp-batches.csv"'
    [header, row] = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header[:5] == ["Batch ID", "Description", "Number of messages", "used", "left"]
    assert row[:5] == ["1", "'=1+1", "500", "0", "500"]


def test_the_link_on_a_card_fills_in_the_code(administrator: Browser, pack: Pack) -> None:
    assert f'value="{pack.code}"' in administrator.get(f"{LOAD}?code={pack.code}").text


def test_it_is_said_in_persian_with_its_own_figures(
    app: Flask, run: Runner, ada: User, pack: Pack
) -> None:
    with run.database.writing() as session:
        session.get_one(User, ada.id).language = "fa"
    persian = Browser(app, ada)
    persian.post(LOAD, typed(pack))

    page = shown(persian.get("/whatsapp-batches"))

    assert "بسته‌های واتساپ" in page
    assert "۵۰۰" in page


def test_few_messages_left_are_an_alarm_on_every_page(administrator: Browser, run: Runner) -> None:
    warned = "WhatsApp messages are left in the batches."
    assert warned not in shown(administrator.get("/users"))
    run(a_batch, 49)
    assert f"49 {warned}" in shown(administrator.get("/users"))

    administrator.post("/whatsapp-batches/warning", {"warn_below": "49"})
    assert warned not in shown(administrator.get("/whatsapp-batches"))

    administrator.post("/whatsapp-batches/warning", {"warn_below": "60"})
    assert f"49 {warned}" in shown(administrator.get("/whatsapp-batches"))
    administrator.post("/whatsapp-batches/warning", {"warn_below": "0"})
    assert warned not in shown(administrator.get("/whatsapp-batches"))


def test_a_warning_below_no_number_is_refused(administrator: Browser) -> None:
    assert administrator.post("/whatsapp-batches/warning", {"warn_below": "x"}).status_code == 422


def test_the_warning_is_for_who_loads(agent: Browser, run: Runner) -> None:
    run(a_batch, 1)

    assert "left in the batches" not in shown(agent.get("/me"))
