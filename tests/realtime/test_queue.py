"""How long the queue is, for each page: all that waits and concerns its user."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.routing import queries
from occ.users.models import Role, User
from tests.builders import a_service, writes
from tests.realtime.conftest import Open


@pytest.mark.parametrize("question", ["renew", "snapshot"])
def test_a_page_is_told_how_many_wait_for_it_and_since_when_the_first(
    run: Runner, person: Callable[..., User], open_page: Open, question: str
) -> None:
    people = {"Ben": person("Ben"), "Dan": person("Dan"), "Sofia": person("Sofia", Role.SUPERVISOR)}
    run(a_service, "Sales", members=(people["Ben"],), now=clock.now())
    run(a_service, "Support", "+390699999999", members=(people["Dan"],), now=clock.now())
    pages = {name: open_page(user) for name, user in people.items()}
    pages["Ben"].ask("set_presence", presence="away")
    for number in (1, 2):
        writes(run, number, now=clock.now())

    for name, length in {"Ben": 2, "Sofia": 2, "Dan": 0}.items():
        queue = pages[name].ask(question)["queue"]
        rows = pages[name].ask("snapshot")["conversations"]
        assert queue["length"] == length == len(rows), name
        assert queue["oldest"] == min((row["waiting_since"] for row in rows), default=None)


def test_a_page_that_was_given_the_first_of_many_gets_the_next_with_a_renewal(
    run: Runner,
    person: Callable[..., User],
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MOST", 1)
    run(a_service, now=clock.now())
    page = open_page(person("Sofia", Role.SUPERVISOR))
    first = writes(run, 1, now=clock.now())
    second = writes(run, 2, now=clock.now())
    assert [row["key"] for row in page.ask("snapshot")["conversations"]] == [first]

    assert "rows" not in page.ask("renew")
    page.ask("close", conversation=first)

    assert [row["key"] for row in page.ask("renew", more=True)["rows"]] == [second]
