"""Another system has its accounts handed out (B3)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from occ.core import clock
from occ.core.run import Runner
from occ.users.models import User
from tests.flows.handing.house import CODE, PHONE, a_batch, an_office, messages, sent
from tests.web.api.conftest import MakeProgram, Program
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
GUEST = {"language": "it", "code": CODE, "to": PHONE, "name": "Marta", "system": "Wi-Fi"}


@pytest.fixture(autouse=True)
def office(run: Runner) -> User:
    return run(an_office)


def handed(program: Program, key: str = "one", **more: Any) -> dict[str, Any]:
    answer = program.write("/credentials", {**GUEST, **more}, key)
    assert answer.status_code == 201 and answer.json
    return dict(answer.json)


def standing(program: Program, key: str) -> dict[str, Any]:
    return dict(program.get(f"/credentials/{key}").json or {})


def offered(program: Program, language: str = "it") -> list[str]:
    answer = program.get(f"/credentials/ways?language={language}&to=%2B48500100200").json
    return [each["way"] for each in answer["items"] if each["offered"]]  # type: ignore[index]


def test_the_person_chooses_on_their_page_and_the_system_learns_of_it(
    program: Program, app: Flask, run: Runner
) -> None:  # B3
    run(a_batch, 1)
    account = handed(program)
    assert (account["state"], account["way"]) == ("choosing", None)
    page = account["page"].removeprefix("https://chat.example.com")
    assert "Per WhatsApp" in shown(Browser(app).get(page))

    Browser(app).post(page, {"way": "whatsapp"})
    sent(run, now=clock.now())

    told = standing(program, account["key"])
    assert (told["state"], told["way"], told["batch"]) == ("usable", "whatsapp", 1)
    assert told["hand_over"] == "accepted" and told["usable_at"]
    assert CODE not in str(account) + str(told)


def test_the_same_call_twice_hands_out_one_account(program: Program, run: Runner) -> None:  # B3
    first, again = handed(program, way="sms"), handed(program, way="sms")

    assert first == again
    assert len(messages(run)) == 1
    told = program.get("/messages").json
    assert told and told["items"][0]["body"].endswith("è •••••")


def test_which_ways_are_offered_follows_what_there_is(program: Program, run: Runner) -> None:  # B3
    assert offered(program) == ["screen", "sms"]
    run(a_batch, 1)

    assert offered(program) == ["screen", "sms", "whatsapp"]
    assert offered(program, "pl") == ["screen", "sms"]


def test_without_a_number_whatsapp_needs_a_batch_and_a_template_of_the_language(
    program: Program, run: Runner
) -> None:  # B3
    run(a_batch, 1)

    offered_in = [
        [each["way"] for each in answer["items"] if each["offered"]]
        for language in ("en", "pl")
        if (answer := program.get(f"/credentials/ways?language={language}&what=link").json)
    ]

    assert offered_in == [["screen", "sms", "whatsapp"], ["screen", "sms"]]


def test_a_way_that_was_chosen_and_has_nothing_left_waits_and_says_why(  # B3
    program: Program,
) -> None:
    account = handed(program, way="whatsapp")

    assert account["state"] == "waiting"
    assert account["reason"].startswith("No WhatsApp message is left")


def test_another_program_sees_nothing_of_it(program: Program, make_program: MakeProgram) -> None:
    account = handed(program)

    other = make_program()

    assert other.get(f"/credentials/{account['key']}").status_code == 404
    assert other.write(f"/credentials/{account['key']}/end", {}, "end").status_code == 404


def test_what_was_used_keeps_no_secret(program: Program, app: Flask) -> None:
    account = handed(program)
    page = account["page"].removeprefix("https://chat.example.com")

    ended = program.write(f"/credentials/{account['key']}/end", {}, "end").json

    assert ended and ended["state"] == "ended"
    assert CODE not in Browser(app).post(page, {"way": "screen"}).text


@pytest.mark.parametrize("wrong", [{"code": None}, {"link": "https://x.test/1"}, {"code": " 12"}])
def test_one_code_or_one_link_is_needed(program: Program, wrong: dict[str, Any]) -> None:
    answer = program.write("/credentials", {**GUEST, **wrong}, "one")

    assert answer.status_code == 422
    assert answer.json and answer.json["fields"].keys() == {"code"}
