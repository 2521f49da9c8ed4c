"""The OpenAPI tells the truth: whatever is sent, the answer is one that it declares."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.core.run import Runner
from occ.flows import give_power
from occ.users import tokens
from occ.users.models import User
from tests.builders import a_service, an_inbound, receive
from tests.contacts.people import a_contractor
from tests.stateful import MORE
from tests.web.api.conftest import API, Program
from tests.web.browser import Browser, shown

# A date before another, a cursor of ours: a schema can't say all that is refused.
OUR_RULES = positive_data_acceptance
few = settings(
    max_examples=3 * MORE,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
by_mode = pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture
def keys(program: Program, run: Runner, ana: User) -> dict[str, str]:
    """A key that there is, by the noun of a path."""
    run(a_service)
    run(receive, an_inbound(), clock.now())
    for user in (program.user, ana):
        run(give_power.give, None, user.key, PowerKind.CREDITS, clock.now())
    found = {"credit": ana.key, "contractors": run(a_contractor).key}
    for noun in ("contacts", "conversations"):
        found[noun] = program.get(f"/{noun}").json["items"][0]["key"]  # type: ignore[index]
    said = program.get(f"/conversations/{found['conversations']}/messages").json
    handed = program.write("/credentials", {"language": "en", "code": "314159"}, "first").json
    found["credentials"] = handed["key"]  # type: ignore[index]
    letter = {"title": "Autumn", "channel": "sms", "audience": {"everybody": True}}
    made = program.write("/campaigns", letter, "second").json
    found["campaigns"] = made["key"]  # type: ignore[index]
    return {**found, "messages": said["items"][0]["key"]}  # type: ignore[index]


@by_mode
def test_whatever_is_sent_the_answer_is_a_declared_one(
    app: Flask,
    program: Program,
    keys: dict[str, str],
    mode: GenerationMode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)
    seen: set[int] = set()

    def send(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and case.path_parameters:
            case.path_parameters["key"] = keys[case.path.split("/")[3]]
        answer = case.call_and_validate(headers=program.headers, excluded_checks=[OUR_RULES])
        seen.add(answer.status_code)

    for operation in schema.get_all_operations():
        few(given(case=operation.ok().as_strategy(generation_mode=mode))(send))()

    assert seen >= ({200, 201} if mode is GenerationMode.POSITIVE else {422})


@pytest.mark.parametrize("body", ["{", "[" * 60_000, '{"a": 1, "a": 2}', "NaN", "9" * 9_000])
def test_what_is_no_json_is_refused(program: Program, keys: dict[str, str], body: str) -> None:
    answer = program.client.post(
        f"{API}/credit/users/{keys['credit']}/changes",
        data=body,
        content_type="application/json",
        headers={**program.headers, "Idempotency-Key": "one"},
    )

    assert (answer.status_code, answer.json["code"]) == (400, "unreadable")  # type: ignore[index]


@pytest.mark.parametrize("reason", ["\x00", "\ud800", "x" * 70_000])
def test_what_no_database_can_keep_is_refused(
    program: Program, keys: dict[str, str], reason: str
) -> None:
    path = f"/credit/users/{keys['credit']}/changes"

    answer = program.write(path, {"amount": 1, "reason": reason}, "one")

    assert answer.status_code in (413, 422)


def test_the_page_tells_every_operation(agent: Browser, program: Program) -> None:
    paths = program.get("/openapi.json").json["paths"]  # type: ignore[index]

    text = agent.get("/api/docs").text
    page = shown(agent.get("/api/docs"))

    told = [
        f"{method.upper()} {path}" for path, operations in paths.items() for method in operations
    ]
    assert [each for each in told if each not in page] == []
    # What requests and tables are made of is told, too.
    assert "NamedNumber[]" in page and "name → CampaignFigures" in page
    assert all(f'id="shape-{shape}"' in text for shape in ("NamedNumber", "CampaignFigures"))
