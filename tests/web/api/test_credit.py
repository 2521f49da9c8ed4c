"""Credit by API: the program's own, and everybody's for a token that manages it."""

from __future__ import annotations

import pytest

from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.core.run import Runner
from occ.flows import give_power
from occ.users.models import User
from occ.users.scopes import Scope
from tests.web.api.conftest import MakeProgram, Program
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
PLAN = {"filling": "fill_up", "amount": 100, "every": "month", "starts_on": "2026-01-31"}


@pytest.fixture
def ana_has_credit(run: Runner, ana: User) -> str:
    run(give_power.give, None, ana.key, PowerKind.CREDITS, clock.now())
    return ana.key


def test_credit_is_added_and_taken_with_a_reason(
    program: Program, ana_has_credit: str, administrator: Browser
) -> None:  # D3, D6, D7
    path = f"/credit/users/{ana_has_credit}"

    program.write(f"{path}/changes", {"amount": 500, "reason": "Paid"}, "one")
    program.write(f"{path}/changes", {"amount": -20, "reason": "Corrected"}, "two")

    credit = program.get(path).json
    assert credit and (credit["available"], credit["held"]) == ("480", "0")
    log = program.get(f"{path}/log").json
    assert log and [(each["amount"], each["reason"]) for each in log["items"]] == [
        ("-20", "Corrected"),
        ("500", "Paid"),
    ]
    events = shown(administrator.get(f"/users/{ana_has_credit}/events"))
    assert "Hotspot" in events and "Credit taken by hand" in events


def test_what_is_not_there_can_not_be_taken(program: Program, ana_has_credit: str) -> None:  # D3
    path = f"/credit/users/{ana_has_credit}/changes"

    answers = [
        program.write(path, body, "one")
        for body in (
            {"amount": -1, "reason": "x"},
            {"amount": 0, "reason": "x"},
            {"amount": 1.5, "reason": "x"},
            {"amount": 1, "reason": " "},
            {"amount": True, "reason": "x"},
            {"amount": 1},
        )
    ]

    assert [answer.status_code for answer in answers] == [409, 422, 422, 422, 422, 422]


def test_a_plan_is_set_paused_and_stopped(program: Program, ana_has_credit: str) -> None:  # D4
    path = f"/credit/users/{ana_has_credit}/plan"

    saved = program.write(path, PLAN, "one", "PUT").json
    paused = program.write(f"{path}/steps", {"step": "pause"}, "two").json
    stopped = program.write(f"{path}/steps", {"step": "stop"}, "three").json
    wrong = program.write(path, {**PLAN, "ends_on": "2020-01-01"}, "four", "PUT")

    assert saved and paused and stopped
    assert (saved["plan"]["amount"], saved["plan"]["is_paused"]) == ("100", False)
    assert paused["plan"]["is_paused"] and stopped["plan"] is None
    assert wrong.status_code == 422 and "ends_on" in wrong.json["fields"]  # type: ignore[index]


def test_a_program_sees_its_own_credit_and_no_others(
    make_program: MakeProgram, run: Runner, ana_has_credit: str
) -> None:  # D1
    own = make_program([Scope.CREDIT_READ])
    assert own.get("/credit").status_code == 404
    run(give_power.give, None, own.user.key, PowerKind.CREDITS, clock.now())

    assert own.get("/credit").json["user"] == own.user.key  # type: ignore[index]
    assert own.get("/credit/log").json == {"items": [], "next": None}
    assert own.get(f"/credit/users/{ana_has_credit}").status_code == 403


def test_users_with_credit_are_listed(program: Program, ana_has_credit: str) -> None:
    [listed] = program.get("/credit/users").json["items"]  # type: ignore[index]

    assert (listed["user"], listed["name"]) == (ana_has_credit, "Ana")
