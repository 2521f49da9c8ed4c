"""Every call that the manual shows works, and answers as it says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise

import pytest

from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.core.run import Runner
from occ.flows import give_power
from occ.users.models import User
from occ.users.scopes import Scope
from tests.builders import a_service, an_inbound, receive
from tests.contacts.people import a_contact, agreed
from tests.flows.sending.first import sms_is_on
from tests.test_house import ROOT
from tests.web.api.conftest import Program
from tests.web.conftest import PUBLIC_URL

MANUAL = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def examples() -> Iterator[tuple[list[str], str | None]]:
    """A command and the answer that stands below it."""
    for command, answer in re.findall(
        r"```sh\n(.*?)\n```(?:\n\n```json\n(.*?)\n```)?", MANUAL, re.DOTALL
    ):
        yield shlex.split(command), answer or None


def shaped(value: object) -> object:
    """The names in an answer and the kinds of its values."""
    if isinstance(value, dict):
        return {name: shaped(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shaped(each) for each in value]
    return type(value).__name__


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_call_of_the_manual_works(program: Program, run: Runner, ana: User) -> None:
    run(a_service)
    run(sms_is_on)
    run(a_contact, "Marta", "+48500100200", agreed())
    run(receive, an_inbound(), clock.now())
    run(give_power.give, None, ana.key, PowerKind.CREDITS, clock.now())
    values = {"$OCC": PUBLIC_URL, "$TOKEN": program.secret, "$USER_KEY": ana.key}
    count = 0

    for words, told in examples():
        for name, value in values.items():
            words = [word.replace(name, value) for word in words]
        options = list(pairwise(words))
        [address] = [word for word in words if word.startswith(PUBLIC_URL)]
        answer = program.client.open(
            address.removeprefix(PUBLIC_URL),
            base_url=PUBLIC_URL,
            method=dict(options).get("-X", "GET"),
            headers=[tuple(value.split(": ", 1)) for name, value in options if name == "-H"],
            json=next((json.loads(value) for name, value in options if name == "--json"), None),
        )
        status = json.loads(told).get("status") if told else None
        assert answer.status_code == (status or answer.status_code) < 500
        assert status or answer.status_code in (200, 201), answer.text
        if address.endswith("/campaigns") and "-X" in words:
            values["$CAMPAIGN_KEY"] = answer.json["key"]  # type: ignore[index]
        if told:
            assert shaped(answer.json) == shaped(json.loads(told))
        count += 1

    assert count >= 8


def test_every_scope_is_told() -> None:
    assert set(re.findall(r"^\| `([a-z]+:[a-z]+)` \|", MANUAL, re.MULTILINE)) == set(Scope)
