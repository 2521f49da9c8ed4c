"""What a program does beside sending: its own rate, a test, those whose fate is unknown."""

from __future__ import annotations

import pytest

from occ.campaigns.models import Flag
from occ.contacts import segments
from occ.contacts.finding import Filter
from occ.core.run import Runner
from occ.flows.record_attempt import Lost
from tests.builders import NOW, at
from tests.campaigns.company import answers, feeds, flags, phone, stays_unknown
from tests.web.api.campaigning import HELLO, asked, made, step, writes
from tests.web.api.conftest import Program

pytestmark = [
    pytest.mark.parametrize("dialect", ["sqlite"]),
    pytest.mark.usefixtures("sms_company"),
]


def test_a_campaign_has_a_rate_of_its_own_until_it_was_begun(
    program: Program, run: Runner
) -> None:  # E2
    slow = {"parts": 30, "per": "minute"}
    draft = made(program, rate=slow)
    path = f"/campaigns/{draft['key']}"

    assert draft["rate"] == asked(program, f"{path}/check")["rate"] == slow
    assert writes(program, path, {**HELLO}, "PUT").json["rate"] is None
    too_fast = writes(program, path, {**HELLO, "rate": {"parts": 1001}}, "PUT")
    assert too_fast.json["fields"].keys() == {"rate"}
    writes(program, path, {**HELLO, "rate": slow}, "PUT")

    step(program, draft["key"], "start")
    step(program, draft["key"], "pause")
    assert writes(program, path, {**HELLO}, "PUT").json["rate"] == slow
    late = writes(program, path, {**HELLO, "rate": {"parts": 1}}, "PUT")
    assert late.json["fields"].keys() == {"rate"}


def test_a_test_goes_to_one_number_with_the_first_recipients_fields(program: Program) -> None:
    tests = f"/campaigns/{made(program)['key']}/tests"

    sent = writes(program, tests, {"to": phone(3)})
    refused = writes(program, tests, {"to": phone(9)})

    assert (sent.status_code, sent.json["body"]) == (201, "Hello No. 1")
    assert sent.json["recipient"] == phone(3)
    assert (refused.status_code, refused.json["fields"].keys()) == (422, {"to"})


def test_the_unknown_are_looked_for_again_or_sent_to_again(
    program: Program, run: Runner
) -> None:  # E7
    key = made(program)["key"]
    step(program, key, "start")
    claimed = feeds(run, key)
    answers(run, claimed, Lost("timeout"))
    stays_unknown(run, claimed[0])
    assert flags(run, key)[0] is Flag.UNKNOWN

    looked = step(program, key, "look_again")
    assert looked.status_code == 201, looked.text
    stays_unknown(run, claimed[0])
    again = step(program, key, "send_again")

    assert (again.status_code, again.json["handed"]) == (201, 2)
    assert [one.recipient for one in feeds(run, key, at(60))] == [phone(1)]
    nobody = step(program, key, "send_again")
    assert (nobody.status_code, nobody.json["code"]) == (409, "nothing_left")


def test_segments_are_listed_by_the_keys_that_a_campaign_takes(
    program: Program, run: Runner
) -> None:
    run(segments.save, program.user.id, "VIP", Filter(tag="vip"), NOW)

    [found] = asked(program, "/segments")["items"]

    assert (found["name"], found["filter"]) == ("VIP", {"tag": "vip"})
    assert made(program, {"segment": found["key"]})["is_counted"] is True
