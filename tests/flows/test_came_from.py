"""A conversation tells from which page of a website its customer came, where they say it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from occ.contacts.models import Address
from occ.conversations import came_from, emptying
from occ.conversations.models import Conversation
from occ.core.run import Runner
from occ.flows import close_conversation, collect_contact, contact_panel, hand_over, make_reference
from occ.messaging.models import Message
from occ.services.models import PageReference, Service
from occ.services.page_references import LIFE, Page
from occ.users.models import SignInTries, User
from tests.builders import (
    NOW,
    SALES_NUMBER,
    a_service,
    a_widget,
    accepts,
    an_agent,
    at,
    conversation,
    writes,
)

SUPPORT_NUMBER = "+390687654321"
PLANS = Page("Prices & plans", "https://firma.pl/plans")
OFFICE = "203.0.113.7"


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    return run(an_agent, "Ana", most=9)


@pytest.fixture
def reference(run: Runner, sales: Service, ana: User) -> str:
    return made(run, PLANS, sales)


def made(run: Runner, page: Page, *services: Service, now: datetime = NOW) -> str:
    widget = run(a_widget, services)
    return str(run(make_reference.make, widget.id, page, OFFICE, now))


def told(run: Runner, user: User, key: str) -> tuple[str, str] | None:
    """What the contact panel says of the page: its name and where the link leads."""
    with run.reading() as session:
        found = contact_panel.of(session, user, key)["came_from"]
    return (found["headline"], found["url"]) if found else None


def body(run: Runner, key: str) -> str:
    with run.reading() as session:
        return session.scalars(
            select(Message.body)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(Conversation.key == key)
        ).one()


@pytest.mark.parametrize(
    "words",
    [
        "Hello! Prices & plans ({ref})",
        "what does it cost?? {ref} thanks",
        "{ref}",
        "سلام ({ref}) قیمت",
    ],
)
def test_the_panel_tells_the_page_that_the_first_words_refer_to(
    run: Runner, ana: User, reference: str, words: str
) -> None:
    said = words.replace("{ref}", reference)

    key = writes(run, 1, said)

    assert told(run, ana, key) == ("Prices & plans", "https://firma.pl/plans")
    assert body(run, key) == said


@pytest.mark.parametrize("words", ["Hello", "Hello! Prices & plans", "K7F2M9", "order KK22MM ok"])
def test_without_a_reference_that_we_made_it_is_just_a_conversation(
    run: Runner, ana: User, reference: str, words: str
) -> None:
    key = writes(run, 1, words)

    assert told(run, ana, key) is None
    assert body(run, key) == words


def test_a_stale_reference_tells_nothing(run: Runner, ana: User, reference: str) -> None:
    assert told(run, ana, writes(run, 1, reference, NOW + LIFE - timedelta(seconds=1)))
    assert told(run, ana, writes(run, 2, reference, NOW + LIFE)) is None


def test_a_reference_tells_nothing_at_a_number_its_widget_does_not_lead_to(
    run: Runner, ana: User, reference: str
) -> None:
    run(a_service, "Support", SUPPORT_NUMBER)

    assert told(run, ana, writes(run, 1, reference, to=SUPPORT_NUMBER)) is None
    assert told(run, ana, writes(run, 1, reference, to=SALES_NUMBER))


def test_whoever_writes_the_same_reference_comes_from_the_same_page(
    run: Runner, ana: User, reference: str
) -> None:
    for number in (1, 2):
        assert told(run, ana, writes(run, number, reference))


def test_of_two_pages_the_one_they_wrote_from_last_counts(
    run: Runner, ana: User, sales: Service, reference: str
) -> None:
    key = writes(run, 1, reference)
    later = made(run, Page("", "https://firma.pl/contact"), sales, now=at(60))

    assert writes(run, 1, f"and this? {later}", at(90)) == key

    assert told(run, ana, key) == ("/contact", "https://firma.pl/contact")
    writes(run, 1, "thanks", at(120))
    assert told(run, ana, key) == ("/contact", "https://firma.pl/contact")


def test_a_new_conversation_does_not_come_from_the_page_of_an_older_one(
    run: Runner, ana: User, reference: str
) -> None:
    key = writes(run, 1, reference)
    accepts(run, key)
    run(close_conversation.close, ana.id, key, at(30))

    assert told(run, ana, writes(run, 1, "Hello again", at(60))) is None
    assert told(run, ana, key)


@pytest.mark.parametrize(
    ("contact_at", "page"),
    [(None, "Prices & plans"), (-60, "Prices & plans"), (20, "Contact")],
    ids=["one page", "an older one there", "a newer one there"],
)
def test_where_two_conversations_become_one_the_last_page_counts(
    run: Runner, ana: User, sales: Service, reference: str, contact_at: int | None, page: str
) -> None:
    support = run(a_service, "Support", SUPPORT_NUMBER)
    contact = made(run, Page("Contact", "https://firma.pl/contact"), sales, support, now=at(-90))
    goes = writes(run, 1, reference)
    for seconds in (-60, 20):
        words = contact if seconds == contact_at else "Hello"
        stays = writes(run, 1, words, at(seconds), to=SUPPORT_NUMBER)
    accepts(run, goes)

    run(hand_over.to_service, ana.id, goes, support.key, at(30))

    found = told(run, ana, stays)
    assert found and found[0] == page


def test_the_page_is_in_what_is_held_of_a_contact_and_goes_with_what_was_said(
    run: Runner, ana: User, reference: str
) -> None:
    key = writes(run, 1, reference)
    accepts(run, key)
    run(close_conversation.close, ana.id, key, at(30))

    with run.reading() as session:
        contact = session.scalars(select(Address.contact_id)).one()
        [talk] = collect_contact.of(session, contact).facts["conversations"]
    assert talk["came_from_page"] == {
        "title": "Prices & plans",
        "address": "https://firma.pl/plans",
    }

    run(_empty, key)

    with run.reading() as session:
        assert came_from.of(session, conversation(run, key).id) is None


def _empty(session: Session, key: str) -> None:
    emptying.empty(
        session, session.scalars(select(Conversation).where(Conversation.key == key)).one(), at(60)
    )


def test_nobody_floods_the_references(
    run: Runner, sales: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = run(a_widget, [sales])
    monkeypatch.setattr(make_reference, "MOST_PER_ADDRESS", 2)
    monkeypatch.setattr(make_reference, "MOST_PER_WIDGET", 3)

    def asks(network_address: str, now: datetime = NOW) -> bool:
        return run(make_reference.make, widget.id, PLANS, network_address, now) is not None

    assert [asks(OFFICE) for _ in range(3)] == [True, True, False]
    # Nor does one address that asks on and on take them from the others.
    assert [asks(OFFICE), asks("203.0.113.8"), asks("203.0.113.9")] == [False, True, False]
    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInTries)) == 3
    assert asks(OFFICE, NOW + timedelta(minutes=16))


def test_what_is_over_is_forgotten(run: Runner, reference: str) -> None:
    def left() -> tuple[int | None, int | None]:
        with run.reading() as session:
            return (
                session.scalar(select(func.count()).select_from(PageReference)),
                session.scalar(select(func.count()).select_from(SignInTries)),
            )

    run(make_reference.forget, NOW + timedelta(minutes=1))
    assert left() == (1, 2)

    run(make_reference.forget, NOW + timedelta(minutes=15))
    assert left() == (1, 0)

    run(make_reference.forget, NOW + LIFE)
    assert left() == (0, 0)


def test_a_message_without_anything_like_a_reference_costs_no_statement(
    run: Runner, ana: User, reference: str
) -> None:
    looked: list[str] = []

    def note(*given: object) -> None:
        if "page_references" in str(given[2]):
            looked.append(str(given[3]))

    event.listen(run.database.engine, "before_cursor_execute", note)
    try:
        for number, words in enumerate(("Hello", "+48 500 100 200", "x" * 4000)):
            writes(run, number, words)
        assert looked == []
        writes(run, 9, f"so {reference}")
    finally:
        event.remove(run.database.engine, "before_cursor_execute", note)

    assert len(looked) == 1 and reference in looked[0]
