"""Campaigns by programs: the flows of the pages, with a token (C5, C7, E)."""

from __future__ import annotations

import pytest

from occ.campaigns.models import State
from occ.core.run import Runner
from occ.flows import delivery_status
from occ.messaging.ports import Delivery, StatusReport
from tests.builders import at
from tests.campaigns.company import (
    WHY,
    answers,
    campaign,
    feeds,
    phone,
    settles,
)
from tests.flows.sending.first import SMS
from tests.web.api.campaigning import HELLO, asked, made, named, step, writes
from tests.web.api.conftest import MakeProgram, Program

pytestmark = [
    pytest.mark.parametrize("dialect", ["sqlite"]),
    pytest.mark.usefixtures("sms_company"),
]


def test_a_program_makes_a_campaign_checks_it_and_sends_it(
    program: Program, run: Runner
) -> None:  # C5, C7, E1, E3
    draft = made(program, {"numbers": named(1, 2, 3, 4, 4)})
    key = draft["key"]

    assert (draft["state"], draft["route"], draft["is_counted"]) == (
        "draft",
        f"twilio:{SMS.sender}",
        True,
    )
    checked = asked(program, f"/campaigns/{key}/check")
    assert (checked["recipients"], checked["parts"], checked["doubled"]) == (3, 3, 1)
    assert checked["left_out"] == {"no_consent": 1}
    assert (checked["why_not"], checked["cost"], checked["rate"]) == (
        None,
        None,
        {"parts": 1000, "per": "second"},
    )

    assert step(program, key, "start", version=draft["version"]).json["state"] == "running"
    claimed = feeds(run, key)
    answers(run, claimed)
    feeds(run, key, at(1))

    assert sorted(one.body for one in claimed) == [f"Hello No. {each}" for each in (1, 2, 3)]
    shown = asked(program, f"/campaigns/{key}")
    assert (shown["state"], shown["handed"], shown["left"]) == ("finished", 3, 0)
    assert shown["figures"]["accepted"]["people"] == 3
    [listed] = asked(program, "/campaigns?state=finished")["items"]
    assert listed == shown


def test_what_became_of_it_is_told_number_by_number(
    program: Program, run: Runner
) -> None:  # C7, E3, E4
    key = made(program)["key"]
    step(program, key, "start")
    claimed = feeds(run, key)
    answers(run, claimed)
    for one, delivery, code in (
        (claimed[0], Delivery.DELIVERED, None),
        (claimed[1], Delivery.UNDELIVERED, "30004"),
    ):
        told = StatusReport(f"SM{one.attempt_key}", delivery, one.attempt_key, code, WHY)
        run(delivery_status.take, told, at(1))
    settles(run, at(1))

    report = asked(program, f"/campaigns/{key}/report")
    listed = asked(program, f"/campaigns/{key}/recipients?flag=blacklisted")
    first = asked(program, f"/campaigns/{key}/recipients?limit=2")

    assert {flag: each["people"] for flag, each in report["figures"].items() if each["people"]} == {
        "accepted": 3,
        "delivered": 1,
        "blacklisted": 1,
        "on_the_way": 1,
    }
    [one] = listed["items"]
    assert (one["phone"], one["hand_over"], one["delivery"], one["reason_code"]) == (
        phone(2),
        "accepted",
        "undelivered",
        "30004",
    )
    assert [each["phone"] for each in first["items"]] == [phone(1), phone(2)]
    rest = asked(program, f"/campaigns/{key}/recipients?limit=2&after={first['next']}")
    assert ([each["phone"] for each in rest["items"]], rest["next"]) == ([phone(3)], None)
    check = writes(program, f"/campaigns/{key}/delivery-checks", {})
    assert check.json == {"asked": 1}


def test_five_things_are_changed_and_the_rest_is_refused_in_words(
    program: Program, run: Runner
) -> None:  # E2
    draft = made(program, count_to_send=1)
    key, path = draft["key"], f"/campaigns/{draft['key']}"
    step(program, key, "start")
    answers(run, feeds(run, key))
    feeds(run, key, at(1))
    read = asked(program, path)
    five = {"title": "Winter", "text": "Bye {name}", "count_to_send": 2, "version": read["version"]}

    changed = writes(program, path, five, "PUT")
    late = writes(program, path, five, "PUT")
    wrong = writes(program, path, {**five, "channel": "whatsapp", "audience": {}}, "PUT")

    assert (changed.json["title"], changed.json["text"]) == ("Winter", "Bye {name}")
    assert changed.json["route"] == draft["route"]
    assert (late.status_code, late.json["code"]) == (409, "moved_on")
    assert wrong.status_code == 422
    assert wrong.json["fields"].keys() == {"channel", "audience"}
    assert "another campaign" in wrong.json["fields"]["channel"]
    step(program, key, "rebuild")
    assert [(one.recipient, one.body) for one in feeds(run, key, at(2))] == [
        (phone(2), "Bye No. 2")
    ]


def test_each_step_is_taken_or_refused_with_its_reason(
    program: Program, run: Runner
) -> None:  # E5, E6, E7
    key = made(program)["key"]
    unasked = [step(program, key, name) for name in ("rebuild", "pause", "reset", "take_back")]
    assert [answer.status_code for answer in unasked] == [409] * 4
    assert "stopped on the way" in unasked[0].json["detail"]

    states = [
        step(program, key, name).json["state"]
        for name in ("start", "pause", "rebuild", "cancel", "rebuild", "pause", "reset")
    ]
    assert states == ["running", "paused", "running", "cancelled", "running", "paused", "draft"]

    put_away = step(program, key, "archive").json
    assert put_away["archived_at"] and put_away["run"] == 2
    assert asked(program, "/campaigns")["items"] == []
    assert [each["key"] for each in asked(program, "/campaigns?archived=true")["items"]] == [key]
    assert step(program, key, "start").status_code == 409
    assert step(program, key, "unarchive").json["archived_at"] is None
    assert asked(program, f"/campaigns/{key}/report?run=1")["people"] == 3


def test_a_schedule_is_kept_and_cut_off(program: Program, run: Runner) -> None:  # E2
    later = {"due_at": "2031-11-30T09:00:00+01:00", "zone": "Europe/Warsaw"}
    draft = made(program, **later)

    assert (draft["due_at"], draft["zone"]) == ("2031-11-30T08:00:00.000Z", "Europe/Warsaw")
    assert step(program, draft["key"], "start").json["state"] == "scheduled"
    assert step(program, draft["key"], "take_back").json["state"] == "draft"
    late = {**HELLO, "channel": "sms", "audience": {"everybody": True}, "zone": "Mars/Base"}
    assert writes(program, "/campaigns", late).json["fields"].keys() == {"zone"}
    late |= {"zone": None, "due_at": "2001-01-01T00:00:00Z"}
    assert writes(program, "/campaigns", late).json["fields"].keys() == {"due_at"}


def test_a_program_sees_its_own_campaigns_and_nobody_elses(
    program: Program, make_program: MakeProgram, run: Runner
) -> None:
    key = made(program)["key"]
    other = make_program()

    paths = ("", "/check", "/report", "/recipients")
    seen = [other.get(f"/campaigns/{key}{path}").status_code for path in paths]
    seen += [step(other, key, "start").status_code]
    seen += [writes(other, f"/campaigns/{key}", HELLO, "PUT").status_code]
    seen += [writes(other, f"/campaigns/{key}/numbers", {"numbers": named(1)}).status_code]
    seen += [writes(other, f"/campaigns/{key}/delivery-checks", {}).status_code]

    assert seen == [404] * 8
    assert asked(other, "/campaigns")["items"] == []
    assert campaign(run, key).state is State.DRAFT


def test_a_campaign_that_is_made_twice_by_one_key_is_one(program: Program) -> None:
    draft = {**HELLO, "channel": "sms", "audience": {"numbers": named(1)}}

    first, again = (program.write("/campaigns", draft, "autumn") for _each in range(2))

    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(asked(program, "/campaigns")["items"]) == 1
