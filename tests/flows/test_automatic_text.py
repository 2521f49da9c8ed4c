"""What a service says by itself: once, to a person, in time, in their language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from occ.billing.payer import Purpose
from occ.conversations import automatic_texts
from occ.conversations.models import Conversation, State
from occ.core.run import Runner
from occ.flows import (
    claim_messages,
    close_conversation,
)
from occ.flows.agent_reply import reply
from occ.messaging.models import Message
from occ.services import automatic
from occ.services.automatic import Text, TextKind
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.builders import (
    NOW,
    a_service,
    accepts,
    an_agent,
    an_inbound,
    at,
    conversation,
    receive,
    stands,
    talks,
    writes,
)
from tests.flows.automatic import MINUTE, rounds, said, says, shuts

HALF_DAY = 12 * 3600


@pytest.fixture
def sales(run: Runner) -> Service:
    """NOW is a Sunday, 9:00 in UTC, the company's zone."""
    return run(a_service)


def test_who_begins_is_greeted_once_and_nobody_has_answered_them(
    run: Runner, sales: Service
) -> None:
    says(run, sales, greeting="Hello {name}, this is {service}.")

    key = writes(run)
    writes(run, body="Are you there?", now=at(10))

    assert said(run) == [("greeting", "Hello Customer 1, this is Sales.")]
    found = conversation(run, key)
    assert (found.unanswered_since, found.last_body) == (NOW, "Are you there?")
    assert found.first_answered_at is None


def test_the_same_webhook_twice_greets_once(run: Runner, sales: Service) -> None:
    says(run, sales, greeting="Hello")
    message = an_inbound("Hi there")
    run(receive, message, NOW)
    run(receive, message, NOW)
    assert len(said(run)) == 1


def test_it_leaves_by_the_one_door_and_not_once_the_window_has_shut(
    run: Runner, sales: Service
) -> None:
    says(run, sales, greeting="Hello")
    writes(run)
    assert run(claim_messages.claim, at(25 * 3600)) == []
    with run.reading() as session:
        row = session.scalars(select(Message).where(Message.purpose == Purpose.GREETING)).one()
    assert row.reason_code == "window_shut"


def test_out_of_hours_they_hear_when_it_opens_and_again_only_after_twelve_hours(
    run: Runner, sales: Service
) -> None:
    says(run, sales, out_of_hours="Closed. Back: {opens}.", greeting="Hello")
    shuts(run, sales)

    writes(run)
    writes(run, body="And now?", now=at(60))
    writes(run, body="Still nobody?", now=at(HALF_DAY - 1))
    assert said(run) == [("out_of_hours", "Closed. Back: Monday 09:00.")]
    writes(run, body="Good evening", now=at(HALF_DAY))
    assert len(said(run)) == 2


def test_what_was_fetched_late_is_not_answered_by_itself(run: Runner, sales: Service) -> None:
    says(run, sales, greeting="Hello", help="Help", out_of_hours="Closed")
    late = replace(an_inbound("Hello?"), written_at=NOW - timedelta(minutes=6))
    run(receive, late, NOW)
    assert said(run) == []


def test_whoever_says_stop_hears_nothing_and_help_is_answered(run: Runner, sales: Service) -> None:
    says(run, sales, greeting="Hello", help="Write to us. STOP ends advertising.")
    writes(run, 1, "STOP")
    writes(run, 2, "pomoc")
    writes(run, 3, "Can you help me with pomoc?")
    assert said(run) == [("help", "Write to us. STOP ends advertising."), ("greeting", "Hello")]


def test_a_second_conversation_within_twelve_hours_is_not_greeted_again(
    run: Runner, sales: Service
) -> None:
    says(run, sales, greeting="Hello")
    ana = run(an_agent, "Ana")
    for seconds in (0, 60, HALF_DAY):
        key = writes(run, body=f"It is {seconds}", now=at(seconds))
        accepts(run, key)
        run(close_conversation.close, ana.id, key, at(seconds + 5))
    assert len(said(run)) == 2


@pytest.mark.parametrize(
    ("first", "second", "seconds"),
    [
        ("Hi", "HELP", 1),
        ("Hi", "closed. back: MONDAY 09:00", HALF_DAY - 5),
        ("Thank you, we have got it.", "Thank you, we have got it.", HALF_DAY - 5),
    ],
    ids=["at once", "an echo", "the same again"],
)
def test_a_machine_is_not_answered(
    run: Runner, sales: Service, first: str, second: str, seconds: int
) -> None:
    says(run, sales, out_of_hours="Closed. Back: {opens}", help="Help", greeting="Hello")
    shuts(run, sales)
    writes(run, body=first)
    with run.reading() as session:
        address = session.scalars(select(Conversation.address_id)).one()
    writes(run, body=second, now=at(seconds))
    with run.reading() as session:
        assert automatic_texts.is_automatic(session, address, second, at(seconds))
        assert (
            not automatic_texts.is_automatic(session, address, "Hello again", at(seconds))
            or seconds == 1
        )
    assert len(said(run)) == 1


def test_after_five_turns_in_a_minute_it_is_silent(run: Runner, sales: Service) -> None:
    for turn in range(5):
        writes(run, body=f"turn {turn}", now=at(turn * 4))
    says(run, sales, help="Help")
    writes(run, body="help", now=at(30))
    assert said(run) == []
    writes(run, body="help", now=at(120))
    assert len(said(run)) == 1


@pytest.mark.parametrize(
    ("sender", "language"),
    [
        ("whatsapp:+48500100200", "pl"),
        ("whatsapp:+989123456789", "fa"),
        ("whatsapp:+4930123", "it"),
    ],
)
def test_the_language_is_the_numbers_or_the_companys(
    run: Runner, sales: Service, sender: str, language: str
) -> None:
    run(store.save, CompanySettings(language="it"), NOW)
    texts = {"en": "Hello", "it": "Ciao", "pl": "Dzień dobry", "fa": "سلام"}
    run(automatic.save, None, sales.key, {TextKind.GREETING: Text(True, texts)}, NOW)
    run(receive, an_inbound("?", sender), NOW)
    assert said(run) == [("greeting", texts[language])]


def test_who_waits_hears_their_place_and_the_wait_once_it_is_known(
    run: Runner, sales: Service
) -> None:
    says(run, sales, position="Place {position}.\nWait: {wait}.")
    writes(run, 1)
    writes(run, 2)
    rounds(run, 29)
    assert said(run) == []
    rounds(run, 30)
    rounds(run, 35)
    assert said(run) == [("position", "Place 1."), ("position", "Place 2.")]


def test_the_wait_is_told_at_the_pace_of_the_last_hour(run: Runner, sales: Service) -> None:
    says(run, sales, position="Wait: {wait}")
    run(an_agent, "Ana", most=6)
    for number in range(6):
        talks(run, number)
    writes(run, 7, now=at(10))
    rounds(run, 60)
    assert said(run) == [("position", "Wait: 10 minutes")]


def test_after_closing_comes_goodbye_and_a_question_once_it_can_be_undone_no_more(
    run: Runner, sales: Service
) -> None:
    says(run, sales, closing="Goodbye.", rating="1 to 5?")
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(reply, ana.id, key, "c1", "Here you are", at(5))
    run(close_conversation.close, ana.id, key, at(10))
    rounds(run, 10 + MINUTE - 1)
    assert said(run) == []
    rounds(run, 10 + MINUTE)
    rounds(run, 10 + MINUTE + 5)
    assert said(run) == [("closing", "Goodbye."), ("rating", "1 to 5?")]
    assert stands(run, key) == (State.CLOSED, None)


def test_nobody_is_asked_about_what_nobody_answered_or_who_wrote_again(
    run: Runner, sales: Service
) -> None:
    says(run, sales, closing="Goodbye.", rating="1 to 5?")
    ana = run(an_agent, "Ana")
    unanswered, anew = talks(run, 1), talks(run, 2)
    run(reply, ana.id, anew, "c1", "Here you are", at(5))
    for key in (unanswered, anew):
        run(close_conversation.close, ana.id, key, at(10))
    writes(run, 2, "One more thing", at(20))
    rounds(run, 100)
    assert said(run) == [("closing", "Goodbye.")]
