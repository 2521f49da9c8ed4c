"""A page that fell behind asks for the gap, or is given everything anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from occ.core import clock, events
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import claim_messages, delivery_status, record_attempt
from occ.flows.record_attempt import Accepted
from occ.messaging import halts
from occ.messaging.ports import Delivery, StatusReport
from occ.realtime.sync import MOST_MISSED
from occ.users.models import Role, User
from tests.builders import accepts, writes
from tests.realtime.conftest import Open
from tests.realtime.page import Page

SID = "SM" + "1" * 32


@pytest.fixture
def ana(sales: None, person: Callable[..., User]) -> User:
    return person("Ana")


@pytest.fixture
def anas(ana: User, open_page: Open) -> Page:
    return open_page(ana)


def heads(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.ask("renew")["heads"]
    return found


def names(answer: dict[str, Any]) -> list[str]:
    return [told["name"] for told in answer["events"]]


def bodies(answer: dict[str, Any]) -> set[str]:
    return {
        told["payload"]["message"]["body"]
        for told in answer["events"]
        if told["name"] == "message_added"
    }


def test_a_page_that_missed_nothing_is_given_nothing(anas: Page) -> None:
    cursors = heads(anas)

    answer = anas.ask("catch_up", cursors=cursors)

    assert answer["events"] == []
    assert answer["heads"] == cursors


def test_a_page_is_given_exactly_what_it_missed(run: Runner, anas: Page) -> None:
    writes(run, 1, "heard", clock.now())
    cursors = heads(anas)
    writes(run, 1, "missed", clock.now())
    writes(run, 2, "missed too", clock.now())

    answer = anas.ask("catch_up", cursors=cursors)

    assert bodies(answer) == {"missed", "missed too"}
    assert answer["heads"] == heads(anas)


def test_its_numbers_follow_one_another_in_every_stream(run: Runner, anas: Page) -> None:
    cursors = heads(anas)
    for number in range(5):
        writes(run, number, "missed", clock.now())

    answer = anas.ask("catch_up", cursors=cursors)

    numbers: dict[str, list[int]] = {stream: [] for stream in cursors}
    for told in answer["events"]:
        [(stream, number)] = told["payload"]["streams"].items()
        numbers[stream].append(number)
    assert numbers == {
        stream: list(range(cursors[stream] + 1, head + 1))
        for stream, head in answer["heads"].items()
    }


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_page_that_missed_too_much_is_given_everything_anew(run: Runner, anas: Page) -> None:
    cursors = heads(anas)
    for number in range(MOST_MISSED + 1):
        writes(run, number % 3, "missed", clock.now())

    answer = anas.ask("catch_up", cursors=cursors)

    assert "events" not in answer
    assert len(answer["snapshot"]["conversations"]) == 3


def test_a_page_that_missed_what_is_no_longer_kept_is_given_everything_anew(
    run: Runner, anas: Page
) -> None:
    cursors = heads(anas)
    writes(run, 1, "missed", clock.now())
    run(events.forget, clock.now() + events.KEPT + timedelta(minutes=1))

    assert "snapshot" in anas.ask("catch_up", cursors=cursors)


def test_a_page_ahead_of_the_server_is_given_everything_anew(anas: Page) -> None:
    """As after a restored backup: the numbers it waits for come a second time."""
    ahead = {stream: head + 5 for stream, head in heads(anas).items()}

    assert "snapshot" in anas.ask("catch_up", cursors=ahead)


@pytest.mark.parametrize("more", [{}, {"oversight:1": 0}, {"user:999999": 0}])
def test_a_page_with_other_streams_is_given_everything_of_its_own(
    run: Runner, anas: Page, more: dict[str, int]
) -> None:
    own = heads(anas)
    own.popitem()

    answer = anas.ask("catch_up", cursors={**own, **more})

    assert answer["snapshot"]["heads"] == heads(anas)


def test_a_tick_is_never_told_older_than_it_is(run: Runner, anas: Page, ana: User) -> None:
    """Streams are told one after the other, and ticks may stand in several."""
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    anas.ask("reply", conversation=key, client_id="1", body="At once")
    [claimed] = run(claim_messages.claim, clock.now())
    run(record_attempt.record, claimed.attempt_key, Accepted(SID), clock.now())
    cursors = heads(anas)
    anas.ask("set_presence", presence="offline", keep=False)
    run(delivery_status.take, StatusReport(SID, Delivery.SENT), clock.now())
    anas.ask("set_presence", presence="available")
    accepts(run, key, clock.now())
    run(delivery_status.take, StatusReport(SID, Delivery.READ), clock.now())

    answer = anas.ask("catch_up", cursors=cursors)

    told = [one["payload"] for one in answer["events"] if one["name"] == "message_changed"]
    assert [payload["message"]["status"] for payload in told] == ["read", "read"]


def test_a_page_learns_that_a_conversation_went_on_but_not_what_was_said_since(
    run: Runner, anas: Page, person: Callable[..., User], open_page: Open
) -> None:
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    cursors = heads(anas)
    ben = person("Ben")
    colleague = open_page(ben)
    anas.ask("hand_over", conversation=key, user=ben.key)
    accepts(run, key, clock.now())
    colleague.ask("reply", conversation=key, client_id="1", body="Between you and me")

    answer = anas.ask("catch_up", cursors=cursors)

    rows = [one["payload"]["conversation"] for one in answer["events"] if is_row(one, key)]
    assert {row["agent"]["name"] for row in rows} == {"Ben"}
    assert [row["last"] for row in rows if row["last"]] == []
    assert "Between" not in str(answer)


def is_row(told: dict[str, Any], key: str) -> bool:
    return told["name"] == "conversation_changed" and told["payload"]["conversation"]["key"] == key


def test_whoever_oversees_is_told_what_was_said_since(
    run: Runner, anas: Page, person: Callable[..., User], open_page: Open
) -> None:
    sofia = open_page(person("Sofia", Role.SUPERVISOR))
    cursors = heads(sofia)
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    anas.ask("reply", conversation=key, client_id="1", body="At once")

    answer = sofia.ask("catch_up", cursors=cursors)

    assert "At once" in bodies(answer)
    rows = [one["payload"]["conversation"] for one in answer["events"] if is_row(one, key)]
    assert {row["last"]["body"] for row in rows} == {"At once"}


def test_a_page_of_a_conversation_goes_back_until_there_is_no_more(run: Runner, anas: Page) -> None:
    for number in range(120):
        key = writes(run, 1, f"Word {number}", clock.now())

    seen: list[str] = []
    before, more = None, True
    while more:
        part = anas.ask("open", conversation=key, **({"before": before} if before else {}))
        seen = [message["body"] for message in part["messages"]] + seen
        before, more = part["messages"][0]["number"], part["more"]

    assert seen == [f"Word {number}" for number in range(120)]


def test_a_text_sent_twice_with_one_id_is_one_message(run: Runner, anas: Page) -> None:
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    text = {"conversation": key, "client_id": "1", "body": "long " * 1000}

    first = anas.ask("reply", **text)["messages"]
    anas.heard()
    second = anas.ask("reply", **text)["messages"]

    assert len(first) == 4
    assert [message["key"] for message in second] == [message["key"] for message in first]
    assert anas.heard() == []
    assert len(anas.ask("open", conversation=key)["messages"]) == 5


def test_an_answer_reaches_as_far_as_its_heads_while_others_write(run: Runner, anas: Page) -> None:
    """A head read after the events would hide what was committed in between, for good."""
    cursors = heads(anas)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            writes(run, 1, "Still there?", clock.now())

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        try:
            for _ in range(60):
                answer = anas.ask("catch_up", cursors=cursors)
                reached = dict(cursors)
                for told in answer["events"]:
                    [(stream, number)] = told["payload"]["streams"].items()
                    assert number == reached[stream] + 1
                    reached[stream] = number
                assert answer["heads"] == reached
                cursors = reached
        finally:
            done.set()
    writing.result()


def test_why_nothing_leaves_comes_with_a_snapshot_and_with_every_renewal(
    run: Runner, anas: Page
) -> None:
    assert anas.ask("snapshot")["halts"] == []
    why, number = say("Suspended."), "whatsapp:+390612345678"
    run(halts.halt, halts.ACCOUNT, "20003", why, clock.now())
    run(halts.halt, number, "63007", why, clock.now())

    for question in ("snapshot", "renew"):
        told = anas.ask(question)["halts"]
        assert [(halt["sender"], halt["reason"]["text"]) for halt in told] == [
            (None, "Suspended."),
            (number, "Suspended."),
        ]
