"""What a service says by itself stands in the file of `occ apply`, too."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from sqlalchemy import select

from occ.core.errors import OccError
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.services import automatic
from occ.services.automatic import Text, TextKind
from occ.services.models import Service
from tests.flows.test_apply_file import apply

FILE = """
[[services]]
name = "Sales"

[services.texts.greeting]
en = "Hello {name}"
pl = "Witaj {name}"

[services.texts.rating]
on = false
en = "How did we do?"
"""


def stands(run: Runner) -> dict[TextKind, Text]:
    with run.reading() as session:
        service = session.scalars(select(Service).where(Service.name == "Sales")).one()
        texts = {kind: automatic.of(service.texts, kind) for kind in TextKind}
    return {kind: text for kind, text in texts.items() if text != Text()}


def sales(**texts: Any) -> dict[str, Any]:
    return {"services": [{"name": "Sales", "texts": texts}]}


def test_the_texts_of_a_service_are_those_of_the_file(run: Runner) -> None:
    document = tomllib.loads(FILE)

    assert apply(run, document) == ["Service Sales"]

    assert apply(run, document) == []
    assert stands(run) == {
        TextKind.GREETING: Text(True, {"en": "Hello {name}", "pl": "Witaj {name}"}),
        TextKind.RATING: Text(False, {"en": "How did we do?"}),
    }
    with run.reading() as session:
        line = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert line is not None and line.actor_id is None
        assert line.after == {
            "text_greeting": True,
            "text_greeting_en": "Hello {name}",
            "text_greeting_pl": "Witaj {name}",
        }


def test_kinds_and_languages_that_are_not_named_stay_as_they_are(run: Runner) -> None:
    apply(run, tomllib.loads(FILE))

    assert apply(run, sales(greeting={"pl": "", "it": "Ciao {name}"})) == ["Service Sales"]

    assert stands(run) == {
        TextKind.GREETING: Text(True, {"en": "Hello {name}", "it": "Ciao {name}"}),
        TextKind.RATING: Text(False, {"en": "How did we do?"}),
    }
    assert apply(run, sales(greeting={"on": False}, rating={})) == ["Service Sales"]
    assert [text.is_on for text in stands(run).values()] == [False, True]


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"welcome": {"en": "Hi"}}, "no automatic text welcome. Known are: greeting, out_of_hours"),
        ({"greeting": "Hi"}, "Write the text greeting as"),
        ({"greeting": {"de": "Hallo"}}, "de is not known in greeting. Known are: on, en"),
        ({"greeting": {"on": "yes"}}, "on in greeting takes true or false"),
        ({"greeting": {"en": 5}}, "en in greeting takes a text in quotes"),
        ({"greeting": {"en": "{wait}"}}, "{wait} is not known here. Known are: {name}, {service}"),
        ({"greeting": {"en": "x" * 1001}}, "Use at most 1000 characters"),
        ({"greeting": {"on": True}}, "greeting of Sales is on and says nothing"),
        ("Hello", "Write texts as [services.texts]."),
    ],
)
def test_what_can_not_be_said_is_named_and_changes_nothing(
    run: Runner, texts: Any, sentence: str
) -> None:
    with pytest.raises(OccError) as refused:
        apply(run, {"services": [{"name": "Sales", "texts": texts}]})

    assert sentence in str(refused.value)
    with run.reading() as session:
        assert session.scalar(select(Service).where(Service.name == "Sales")) is None
