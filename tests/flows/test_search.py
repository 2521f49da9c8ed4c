"""Anybody and anything by a number, a name or a word; and nothing one may not see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from occ.conversations import search_words
from occ.core.run import Runner
from occ.flows import close_conversation, contact_panel, hand_over, search, write_note
from occ.services.models import Service
from occ.users.models import Role, User
from tests.builders import (
    NOW,
    SALES_NUMBER,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    talks,
    writes,
)

SUPPORT = "+390687654321"


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    return run(an_agent, "Ana", most=9)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def says(run: Runner, number: int, body: str, now: Any = NOW, *, to: str = SALES_NUMBER) -> str:
    """Customer `number` writes, and it is accepted if it was offered."""
    key = writes(run, number, body, now, to=to)
    if conversation(run, key).state.value == "offered":
        accepts(run, key, now)
    return key


def found(run: Runner, user: User, sought: str) -> list[str]:
    run(search_words.index, at(3600))
    with run.reading() as session:
        told = search.search(session, user, sought)
    return [one["row"]["key"] for one in told["conversations"]]


def contacts(run: Runner, user: User, sought: str) -> list[str]:
    with run.reading() as session:
        return [one["name"] for one in search.search(session, user, sought)["contacts"]]


def test_a_conversation_is_found_by_words_that_were_said_however_they_are_written(
    run: Runner, ana: User
) -> None:
    key = says(run, 1, "Dzień dobry, mam pytanie o fakturę FV-2231")
    says(run, 2, "Something else")
    persian = says(run, 3, "سلام، يك پرسش دارم")

    for sought in ("faktur", "DZIEN fv", "2231", "pytanie"):
        assert found(run, ana, sought) == [key], sought
    assert found(run, ana, "یک پرسش") == [persian]
    assert found(run, ana, "faktur else") == []
    assert found(run, ana, "…") == []


def test_it_is_found_by_the_customer_s_name_and_number(run: Runner, ana: User) -> None:
    key = says(run, 7, "Hello")

    assert found(run, ana, "Customer 7") == [key]
    assert found(run, ana, "48500100007") == [key]
    assert contacts(run, ana, "+48 500 100 007") == ["Customer 7"]


def test_it_is_found_by_whom_and_what_together(run: Runner, ana: User) -> None:
    key = says(run, 11, "Where is my invoice?")
    says(run, 11, "Another invoice", to=SUPPORT)
    says(run, 12, "An invoice, please")
    says(run, 13, "Good morning")

    assert found(run, ana, "customer 11 inv") == [key]
    assert found(run, ana, "INVOICE 11") == [key]
    assert found(run, ana, "+48500100011 invoice") == [key]
    assert found(run, ana, "customer 11 parcel") == []
    assert found(run, ana, "customer 13 invoice") == []


def test_a_conversation_is_found_by_however_common_a_name(
    run: Runner, ana: User, sofia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, mine = says(run, 1, "Hello"), says(run, 2, "Hello")
    run(close_conversation.close, ana.id, closed, at(1))
    for number in range(3, 5 + search.MOST_CONTACTS):
        writes(run, number, to=SUPPORT)

    assert found(run, ana, "Customer") == [mine, closed]
    monkeypatch.setattr(search, "MOST_NAMED", 2)
    assert found(run, ana, "Customer") == [mine]
    assert len(found(run, sofia, "Customer")) == 2


def test_an_agent_finds_no_words_of_what_they_may_not_see(
    run: Runner, ana: User, sofia: User
) -> None:
    ours, theirs = says(run, 1, "invoice"), says(run, 2, "invoice")
    ben = run(an_agent, "Ben")
    run(hand_over.to_colleague, ana.id, theirs, ben.key, at(1))

    assert found(run, ana, "invoice") == [ours]
    assert found(run, ben, "invoice") == [theirs]
    assert sorted(found(run, sofia, "invoice")) == sorted([ours, theirs])


def test_its_excerpt_is_the_newest_text_with_most_of_the_words(run: Runner, ana: User) -> None:
    says(run, 1, "Where is my parcel?")
    says(run, 1, "The parcel from Gdansk", at(1))
    says(run, 1, "Another parcel", at(2))
    says(run, 2, "A parcel of mine", at(3))
    run(search_words.index, at(3600))

    def excerpts(sought: str) -> list[str]:
        with run.reading() as session:
            told = search.search(session, ana, sought)["conversations"]
        return [one["excerpt"] for one in told]

    assert excerpts("parcel") == ["A parcel of mine", "Another parcel"]
    assert excerpts("parcel gdansk") == ["The parcel from Gdansk"]
    assert excerpts("Customer 2") == [""]
    assert excerpts("Customer gdansk") == ["The parcel from Gdansk"]


def test_a_search_asks_no_more_the_more_it_finds(run: Runner, ana: User) -> None:
    counts = []
    for number in range(1, 5):
        says(run, number, "a parcel")
        assert len(found(run, ana, "parcel")) == number
        counts.append(_statements(run, ana, "parcel"))

    assert len(set(counts)) == 1


def test_notes_are_found_too(run: Runner, ana: User) -> None:
    key = says(run, 1, "Hello")
    run(write_note.write, ana.id, key, "1", "Owes us forty zloty", NOW)

    assert found(run, ana, "zloty") == [key]


def test_what_is_younger_than_some_seconds_is_left_for_the_next_turn(
    run: Runner, ana: User
) -> None:
    key = says(run, 1, "early")
    says(run, 1, "late", at(60))

    run(search_words.index, at(65))
    with run.reading() as session:
        early = search.search(session, ana, "early")["conversations"]
        late = search.search(session, ana, "late")["conversations"]
        assert not search_words.is_behind(session, at(65))
        assert search_words.is_behind(session, at(70))

    assert ([one["row"]["key"] for one in early], late) == ([key], [])
    assert early[0]["excerpt"] == "early"


def test_the_panel_tells_of_earlier_conversations_over_the_services_one_serves(
    run: Runner, ana: User, sofia: User
) -> None:
    dora = run(an_agent, "Dora")
    run(a_service, "Support", SUPPORT, (dora,))
    elsewhere = says(run, 1, "Hello", to=SUPPORT)
    run(close_conversation.close, dora.id, elsewhere, at(1))
    before = talks(run, 1, at(2))
    run(close_conversation.close, sofia.id, before, at(3))
    now = talks(run, 1, at(4))
    holder = run_holder(run, now)

    def earlier(user: User) -> set[str]:
        with run.reading() as session:
            return {row["key"] for row in contact_panel.of(session, user, now)["earlier"]}

    assert earlier(holder) >= {before}
    assert (elsewhere in earlier(holder)) == (holder.name == "Dora")
    assert earlier(sofia) == {before, elsewhere}


def _statements(run: Runner, user: User, sought: str) -> int:
    asked: list[str] = []
    with run.reading() as session:
        fresh_user = session.get_one(User, user.id)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        search.search(session, fresh_user, sought)
    return len(asked)


def run_holder(run: Runner, key: str) -> User:
    with run.reading() as session:
        found = session.get(User, conversation(run, key).user_id)
        assert found is not None
        return found


def test_the_panel_tells_numbers_and_what_was_agreed_to(run: Runner, ana: User) -> None:
    key = talks(run)

    with run.reading() as session:
        told = contact_panel.of(session, ana, key)

    assert told["numbers"] == [
        {
            "phone": "+48 500 100 001",
            "country": "PL",
            "sms": "never",
            "whatsapp": "never",
            "do_not_write": False,
        }
    ]
    assert (told["came_from"], told["earlier"], told["company"]) == (None, [], None)
