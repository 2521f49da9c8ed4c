"""Whom a program's campaign goes to, and by what (C5)."""

from __future__ import annotations

from typing import Any

import pytest

from occ.contacts import segments
from occ.contacts.finding import Filter
from occ.core.run import Runner
from tests.builders import NOW, a_service
from tests.campaigns.company import (
    people,
    phone,
)
from tests.contacts.people import a_contact, a_contractor, agreed
from tests.flows.sending.first import SMS, TEMPLATE, a_template
from tests.web.api.campaigning import HELLO, asked, made, named, step, writes
from tests.web.api.conftest import MakeProgram, Program

pytestmark = [
    pytest.mark.parametrize("dialect", ["sqlite"]),
    pytest.mark.usefixtures("sms_company"),
]


def test_an_audience_is_a_segment_contractors_contacts_or_numbers(
    program: Program, run: Runner
) -> None:  # C5
    firma = run(a_contractor, "Firma")
    marta = run(a_contact, "Marta", phone(7), agreed(), contractor=firma, tags=("vip",))
    run(a_contact, "Jan", phone(8), agreed())
    segment = run(segments.save, program.user.id, "VIP", Filter(tag="vip"), NOW)

    found = [
        {*people(run, made(program, audience)["key"])}
        for audience in (
            {"everybody": True},
            {"segment": segment.key},
            {"contractors": [firma.key]},
            {"contacts": [marta.key]},
        )
    ]

    assert found == [{phone(7), phone(8)}, *[{phone(7)}] * 3]


def test_an_audience_that_is_none_or_two_or_unknown_is_refused(program: Program) -> None:
    def refused(audience: Any, **more: Any) -> set[str]:
        draft = {**HELLO, "channel": "sms", "audience": audience, **more}
        answer = writes(program, "/campaigns", draft)
        assert answer.status_code == 422, answer.text
        return set(answer.json["fields"])

    assert refused({}) == {"audience"}
    assert refused({"everybody": True, "contacts": ["x"]}) == {"audience"}
    assert refused({"contacts": ["nobody"]}) == {"audience.contacts.0"}
    assert refused({"contractors": ["nobody"]}) == {"audience.contractors.0"}
    assert refused({"numbers": [*named(1), {"phone": "+48111"}]}) == {"audience.numbers.1.phone"}
    assert refused({"numbers": [{"phone": "+48123456"}]}) == {"audience.numbers.0.phone"}
    assert refused({"numbers": named(1)}, text="{city}") == {"text"}
    assert refused({"numbers": named(1)}, template=TEMPLATE) == {"template"}
    assert refused({"numbers": named(1)}, route="twilio:+1") == {"route"}
    assert asked(program, "/campaigns")["items"] == []


def test_numbers_are_added_until_it_is_started(program: Program, run: Runner) -> None:
    key = made(program, {"numbers": named(1)})["key"]
    more = {"numbers": [*named(1, 2), {"phone": phone(3), "fields": {"city": "Łódź"}}]}

    counted = writes(program, f"/campaigns/{key}/numbers", more).json

    assert (counted["people"], counted["left"], counted["is_counted"]) == (3, 3, True)
    assert asked(program, f"/campaigns/{key}/check")["doubled"] == 1
    changed = {"title": "Autumn", "text": "{name}{city}"}
    assert writes(program, f"/campaigns/{key}", changed, "PUT").status_code == 200
    step(program, key, "start")
    late = writes(program, f"/campaigns/{key}/numbers", more)
    assert (late.status_code, late.json["code"]) == (409, "begun")
    other = made(program, {"everybody": True})["key"]
    kind = writes(program, f"/campaigns/{other}/numbers", more)
    assert kind.json["code"] == "other_recipients"


def test_a_token_for_some_services_writes_to_contacts_it_sees_from_their_numbers(
    program: Program, make_program: MakeProgram, run: Runner
) -> None:
    sales = run(a_service)
    run(a_service, "Support", number="+390698765432")
    stranger = run(a_contact, "Marta", phone(7), agreed())
    some = make_program(services=[sales])

    def refused(audience: Any) -> set[str]:
        draft = {**HELLO, "channel": "sms", "audience": audience}
        return set(writes(some, "/campaigns", draft).json["fields"])

    assert refused({"everybody": True}) == {"audience"}
    assert refused({"contacts": [stranger.key]}) == {"audience.contacts.0"}
    routes = {each["route"] for each in asked(some, "/campaigns/routes")["items"]}
    assert routes == {f"twilio:{SMS.sender}", "twilio:whatsapp:+390612345678"}
    assert len(asked(program, "/campaigns/routes")["items"]) == 3


def test_by_whatsapp_it_is_a_template_with_its_variables(program: Program, run: Runner) -> None:
    run(a_service)
    run(a_template)
    letter = {"title": "Code", "channel": "whatsapp", "audience": {"numbers": named(1)}}

    made = writes(
        program, "/campaigns", {**letter, "template": TEMPLATE, "variables": {"1": "{name}"}}
    )
    wrong = [
        writes(program, "/campaigns", {**letter, **more}).json["fields"].keys()
        for more in (
            {"text": "Hello"},
            {"template": "HX0"},
            {"template": TEMPLATE},
            {"template": TEMPLATE, "variables": {"1": "x"}, "text": "Hello"},
        )
    ]

    assert made.status_code == 201, made.text
    assert (made.json["text"], made.json["template"]) == ("Your code: {name}", TEMPLATE)
    assert wrong == [{"template"}, {"template"}, {"variables"}, {"text"}]
