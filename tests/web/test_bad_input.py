"""Whatever is sent to a page, it answers with a sentence and never breaks."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.users.models import User
from tests.builders import a_service, an_agent
from tests.web.browser import Browser
from tests.web.test_roles import WHO, address

FIELDS = (
    "name email password again present language zone role chat whatsapp max_interactions "
    "auto_accept offer_seconds grace_seconds rest_seconds misses_until_away members users sender "
    "whatsapp_number picked_number account_sid auth_token second_token next"
).split()
ODD = {
    "nothing": "",
    "NUL": "a\x00b",
    "far too long": "x" * 10_000,
    "below zero": "-1",
    "a large number": "9" * 400,
    # No ASCII, a tag, a turned direction, formats.
    "odd signs": "😀 Łódź <b>1</b> \u202egnp.exe %(name)s %s {0}",
}
# What the two databases, and their drivers, take differently; the rest is ours.
BY_DATABASE = ("NUL", "far too long", "a large number")
odd = pytest.mark.parametrize(
    ("dialect", "value"),
    [pytest.param("sqlite", value, id=name) for name, value in ODD.items()]
    + [pytest.param("postgresql", ODD[name], id=f"postgresql {name}") for name in BY_DATABASE],
)


@odd
def test_no_form_breaks_on_what_is_entered(administrator: Browser, run: Runner, value: str) -> None:
    keys = {"users": run(an_agent, "Other").key, "services": run(a_service).key}
    form = dict.fromkeys(FIELDS, value)
    broken = []

    for route in WHO:
        method, _, rule = route.partition(" ")
        path = address(rule, keys.get(rule.split("/")[1], "none"))
        if method == "POST" and path != "/sign-out":
            answer = administrator.post(path, form)
            if answer.status_code == 500:
                broken.append(route)

    assert broken == []


@odd
def test_no_address_breaks_on_what_stands_in_it(
    administrator: Browser, ada: User, value: str
) -> None:
    broken = []

    for route in WHO:
        method, _, rule = route.partition(" ")
        if method == "GET" and "<" in rule:
            path = address(rule.replace("<token>", "<key>"), value or "%20")
            answer = administrator.client.get(path, query_string={"q": value, "service": value})
            if answer.status_code == 500:
                broken.append(route)
    assert administrator.get("/users?q=" + (value or "x")[:500]).status_code != 500

    assert broken == []
