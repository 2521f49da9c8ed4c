"""Words that were said in one conversation, found in it."""

from __future__ import annotations

from typing import Any

import pytest

from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.flows import find_in_thread
from occ.users.models import User
from tests.builders import a_service, an_agent, at, talks, writes


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana")


def finds(run: Runner, user: User, key: str, sought: str, before: int | None = None) -> Any:
    with run.reading() as session:
        return find_in_thread.find(session, user, key, sought, before)


def test_words_are_found_by_how_they_begin_the_newest_message_first(run: Runner, ana: User) -> None:
    key = talks(run)
    writes(run, body="Dzień dobry, gdzie jest moja faktura?", now=at(1))
    writes(run, body="Halo", now=at(2))
    writes(run, body="FAKTURY jeszcze nie ma, dzien dobry", now=at(3))

    found = finds(run, ana, key, "dzień fakt")

    assert found["next"] is None
    numbers = [each["number"] for each in found["found"]]
    assert len(numbers) == 2
    assert numbers == sorted(numbers, reverse=True)
    assert finds(run, ana, key, "rachunek")["found"] == []
    assert finds(run, ana, key, "?")["found"] == []


def test_a_long_thread_is_looked_at_a_stretch_a_question(
    run: Runner, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_in_thread, "LOOKED_AT", 2)
    key = talks(run)
    for minute in range(1, 5):
        writes(run, body=f"Hello {minute}", now=at(minute))

    first = finds(run, ana, key, "hello")
    second = finds(run, ana, key, "hello", first["next"])

    assert len(first["found"]) == len(second["found"]) == 2
    assert min(each["number"] for each in first["found"]) == first["next"]
    assert max(each["number"] for each in second["found"]) < first["next"]


def test_nothing_is_found_in_a_conversation_one_may_not_see(run: Runner, ana: User) -> None:
    key = talks(run)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        finds(run, ben, key, "hello")
