"""The closed conversations: what was closed last stands on top, and no page leaves one out."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.flows import close_conversation, reopen_conversation
from occ.routing import closed_list
from occ.routing.closed_list import Place
from occ.users.models import Role, User
from tests.builders import NOW, a_service, an_agent, at, conversation, talks
from tests.plans import plan


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana", most=9)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def pages(run: Runner, user: User, most: int) -> list[list[str]]:
    found, after = [], None
    with run.reading() as session:
        while True:
            rows, after = closed_list.page(session, user, after, most=most)
            found.append([row["key"] for row in rows])
            if after is None:
                return found
            after = closed_list.place(str(after))


def test_the_last_closed_stands_on_top_whenever_it_was_opened(
    run: Runner, ana: User, sofia: User
) -> None:
    first, second, third = (talks(run, number, at(number)) for number in (1, 2, 3))
    run(close_conversation.close, ana.id, second, at(60))
    # Two in one instant: the later number is the later.
    for key in (third, first):
        run(close_conversation.close, ana.id, key, at(90))

    for user in (ana, sofia):
        assert pages(run, user, 9) == [[third, first, second]]
        assert pages(run, user, 1) == [[third], [first], [second]]
        assert pages(run, user, 2) == [[third, first], [second]]


def test_one_opened_again_between_two_pages_keeps_no_other_back(run: Runner, ana: User) -> None:
    keys = [talks(run, number, at(number)) for number in (1, 2, 3)]
    for seconds, key in enumerate(keys):
        run(close_conversation.close, ana.id, key, at(60 + seconds))
    gone = conversation(run, keys[1])
    assert gone.closed_at is not None
    end = Place(gone.closed_at, gone.id)
    run(reopen_conversation.reopen, ana.id, keys[1], at(70))

    with run.reading() as session:
        rows, _ = closed_list.page(session, ana, end)

    assert [row["key"] for row in rows] == [keys[0]]


def test_who_oversees_reads_no_more_of_a_million_than_the_page(run: Runner, sofia: User) -> None:
    with run.reading() as session:
        for after in (None, Place(NOW, 7)):
            found = plan(session, closed_list.query(sofia, after, None).limit(51))
            assert "ix_conversations_closed" in found
            assert not any(word in found for word in ("TEMP B-TREE", "Sort"))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_agents_pages_begin_at_what_they_closed(run: Runner, ana: User) -> None:
    """PostgreSQL decides by its statistics, and here there is nothing to count."""
    with run.reading() as session:
        found = plan(session, closed_list.query(ana, Place(NOW, 7), None).limit(51))

    assert "ix_interactions_closed" in found
