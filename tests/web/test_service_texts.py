"""The page of what a service says by itself."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.services import automatic
from occ.services.automatic import TextKind
from occ.services.models import Service
from tests.builders import a_service
from tests.web.browser import Browser, shown

FORM = {
    "greeting_on": "on",
    "greeting_en": "Hello {name}, this is {service}.",
    "greeting_pl": "Dzień dobry",
    "help_en": "Only ask.",
}


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


def kept(run: Runner, service: Service, kind: TextKind) -> automatic.Text:
    with run.reading() as session:
        return automatic.of(session.get_one(Service, service.id).texts, kind)


def test_texts_are_proposed_previewed_and_saved(
    run: Runner, administrator: Browser, sales: Service
) -> None:
    address = f"/services/{sales.key}/texts"
    page = administrator.get(address).text
    assert "Hello Marta, thank you for writing to Sales." in page
    assert "{name}" in page and "Dziękujemy" in page

    preview = administrator.post(address, {**FORM, "preview": "1"})
    assert "Hello Marta, this is Sales." in preview.text
    assert not kept(run, sales, TextKind.GREETING).is_on

    assert administrator.post(address, FORM).status_code == 302
    greeting = kept(run, sales, TextKind.GREETING)
    assert greeting.is_on
    assert greeting.said == {"en": "Hello {name}, this is {service}.", "pl": "Dzień dobry"}
    assert not kept(run, sales, TextKind.HELP).is_on


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"greeting_en": "Back {opens}"}, "{opens} is not known here. Known are: {name}"),
        ({"closing_on": "on"}, "Write it in one language at the least."),
        ({"help_fa": "x" * 1001}, "Use at most 1000 characters."),
    ],
)
def test_what_can_not_be_is_named(
    run: Runner, administrator: Browser, sales: Service, typed: dict[str, str], sentence: str
) -> None:
    refused = administrator.post(f"/services/{sales.key}/texts", FORM | typed)
    assert refused.status_code == 422 or refused.status_code == 400
    assert sentence in refused.text
    assert not kept(run, sales, TextKind.GREETING).is_on


def test_the_change_log_says_which_text_changed_from_what_to_what(
    administrator: Browser, sales: Service
) -> None:
    address = f"/services/{sales.key}/texts"
    administrator.post(address, FORM)
    first = shown(administrator.get("/journal?kind=service"))
    assert "Greeting, Polski: Dzień dobry" in first
    assert "Greeting: off → on" in first
    # Proposed by the page, and switched on by nobody.
    assert "Only ask." not in first

    administrator.post(address, FORM | {"greeting_pl": "Witaj"})

    newest = shown(administrator.get("/journal?kind=service")).split("Service changed")[1]
    assert "Greeting, Polski: Dzień dobry → Witaj" in newest
    assert "this is" not in newest
