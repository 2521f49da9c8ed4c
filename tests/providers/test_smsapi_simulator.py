"""The simulated SMSAPI answers as the real one is documented to, errors included."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from flask import Flask, request

from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, _Door
from occ.providers.simulator.smsapi.behaviour import ENDINGS
from occ.providers.smsapi.errors import FAULTS
from tests.live import until

FORM = {
    "to": "48500100200",
    "from": "FIRMA",
    "message": "Hello",
    "format": "json",
    "encoding": "utf-8",
}


def call(simulator: Simulator, path: str = "/sms.do", token: str = "", **form: str) -> Any:
    headers = {"Authorization": f"Bearer {token or simulator.smsapi.token}"}
    url = f"{simulator.smsapi_url}{path}"
    if path == "/sms.do":
        return requests.post(url, data=form, headers=headers, timeout=5)
    return requests.get(url, headers=headers, timeout=5)


def test_an_sms_is_answered_with_its_id_points_and_parts(simulator: Simulator) -> None:
    answer = call(simulator, **FORM, details="1", idx="att_1").json()

    [row] = answer["list"]
    assert answer["count"] == 1 and answer["parts"] == 1 and answer["length"] == 5
    assert row["points"] == 0.16 and row["status"] == "QUEUE" and row["error"] is None
    assert (row["number"], row["submitted_number"], row["idx"]) == (*["48500100200"] * 2, "att_1")
    assert float(simulator.smsapi.points or 0) == 99.84


def test_several_numbers_are_several_sms_and_a_test_is_none(simulator: Simulator) -> None:
    both = {**FORM, "to": "48500100200,48500100201", "idx": "a|b"}
    assert [row["idx"] for row in call(simulator, **both).json()["list"]] == ["a", "b"]
    assert call(simulator, **FORM, test="1").json()["count"] == 1

    assert len(simulator.smsapi.sent) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message": ""}, 11),
        ({"message": "ż", "nounicode": "1"}, 11),
        ({"message": "ż", "flash": "1"}, 17),
        ({"status": "nonsense"}, 400),
        ({"message": "a" * 161, "max_parts": "1"}, 12),
        ({"to": "123"}, 13),
        ({"from": "Sklep"}, 14),
        ({"to": ",".join(["48500100200"] * 10_001)}, 19),
        ({"idx": "x" * 256}, 27),
        ({"notify_url": "nonsense"}, 70),
        ({"notify_url": "https://example.com", "to": "48500100200,48500100201"}, 72),
        ({"to": "98912345678"}, 112),
    ],
)
def test_a_mistake_is_an_error_with_http_200_and_nothing_leaves(
    simulator: Simulator, changes: dict[str, str], code: int
) -> None:
    answer = call(simulator, **{**FORM, **changes})

    assert answer.status_code == 200 and answer.json()["error"] == code and answer.json()["message"]
    assert ("invalid_numbers" in answer.json()) == (code == 13)
    assert simulator.smsapi.sent == []


def test_an_idx_is_taken_once_where_that_is_asked(simulator: Simulator) -> None:
    form = {**FORM, "idx": "att_1", "check_idx": "1"}

    assert "error" not in call(simulator, **form).json()
    assert call(simulator, **form).json()["error"] == 53
    assert "error" not in call(simulator, **FORM, idx="att_1").json()


def test_a_wrong_token_opens_nothing(simulator: Simulator) -> None:
    for path, status in (("/sms.do", 200), ("/profile", 401), ("/sms/sendernames", 401)):
        answer = call(simulator, path, token="wrong", **FORM)
        assert (answer.status_code, answer.json()["error"]) == (status, 101)


def test_who_does_not_ask_for_json_is_answered_in_a_line(simulator: Simulator) -> None:
    form = {**FORM, "format": ""}

    assert call(simulator, **form).text == f"OK:{simulator.smsapi.sent[0].id}:0.16"
    assert call(simulator, **{**form, "from": "Sklep"}).text == "ERROR:14"


def test_a_number_named_twice_gets_it_once_unless_that_is_asked(simulator: Simulator) -> None:
    doubled = {**FORM, "to": "48500100200,48500100200"}

    assert call(simulator, **doubled).json()["count"] == 1
    assert call(simulator, **doubled, allow_duplicates="1").json()["count"] == 2


@pytest.mark.parametrize("code", [code for code in FAULTS if code < 400 or code > 998])
def test_every_error_may_come_and_says_what_it_is(simulator: Simulator, code: int) -> None:
    simulator.smsapi.behave(fail=code)

    said = call(simulator, **FORM).json()

    assert said["error"] == code and said["message"]


@pytest.mark.parametrize(("ending", "status"), sorted(ENDINGS.items()))
def test_every_end_is_told_by_number_and_name(
    simulator: Simulator, ending: str, status: int
) -> None:
    simulator.smsapi.behave(ending=ending, sent_after=0.0, ended_after=0.0)
    sid = call(simulator, **FORM).json()["list"][0]["id"]

    until(lambda: simulator.smsapi.sent[0].status == status)

    [row] = call(simulator, status=sid, format="json").json()["list"]
    assert row["status"] == ending.upper()


def test_profile_names_and_ping_are_told(simulator: Simulator) -> None:
    assert call(simulator, "/profile").json()["points"] == 100.0
    assert call(simulator, "/sms/sendernames").json()["size"] == 3
    assert call(simulator, "/ping").json()["authorized"] is True


def test_statuses_are_asked_for_by_id(simulator: Simulator) -> None:
    simulator.smsapi.behave(sent_after=60, ended_after=60)
    ids = [call(simulator, **FORM).json()["list"][0]["id"] for _ in range(2)]

    told = call(simulator, status=",".join(ids), format="json").json()["list"]

    assert [row["id"] for row in told] == ids and {row["status"] for row in told} == {"QUEUE"}
    assert call(simulator, status="F" * 24, format="json").json()["error"] == 301


def test_a_report_is_repeated_until_it_hears_ok(simulator: Simulator) -> None:
    said = iter(["Not yet", "OK", "OK"])
    heard: list[dict[str, str]] = []
    app = Flask(__name__)

    @app.get("/told")
    def told() -> str:
        heard.append(request.args.to_dict())
        return next(said)

    door = _Door(app, "127.0.0.1")
    simulator.smsapi.behave(sent_after=0.0, ended_after=0.05)
    call(simulator, **FORM, notify_url=f"{door.url}/told", idx="att_1")
    until(lambda: len(heard) == 3)
    door.close()

    assert [(each["status"], each["idx"]) for each in heard] == [
        ("403", "att_1"),
        ("403", "att_1"),
        ("404", "att_1"),
    ]
    assert simulator.smsapi.alerts == [f"{door.url}/told answered 'Not yet'"]


def test_a_test_plays_with_it_over_http(simulator: Simulator) -> None:
    control = f"{simulator.url}/simulator/smsapi"
    set_ = requests.post(f"{control}/behaviour", json={"fail": 202, "times": 1}, timeout=5)
    assert set_.json()["fail"] == 202
    wrong = requests.post(f"{control}/behaviour", json={"ending": "lost"}, timeout=5)
    assert wrong.status_code == 400 and "is one of" in wrong.json()["error"]

    assert call(simulator, **FORM).json()["error"] == 202
    assert "error" not in call(simulator, **FORM).json()

    said = requests.get(f"{control}/messages", timeout=5).json()
    assert [row["message"] for row in said["messages"]] == ["Hello"]
    assert requests.delete(f"{control}/behaviour", timeout=5).json()["fail"] == 0


def test_a_simulator_that_was_started_anew_gives_other_ids() -> None:
    first, second = Exchange().smsapi, Exchange().smsapi

    assert len({first.new_id(), first.new_id(), second.new_id()}) == 3
