"""Whatever a page may send, it is answered with a sentence, and the log stays clean."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import own_profile
from occ.realtime.calls import EVENTS
from occ.translations.catalogs import LANGUAGES, translate
from tests.builders import fresh
from tests.realtime.desk import HOLDER, SUPERVISOR, Desk
from tests.realtime.page import Page
from tests.realtime.test_roles import TABLE

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"])
NO_OBJECTS: tuple[object, ...] = (None, "", "text", 7, True, [], [{}], b"\x00", ["a", {"b": 1}])
NO_TEXTS: tuple[object, ...] = (None, "", 7, 1.5, True, [], {}, {"text": "x"}, b"x", "x" * 30_000)
NO_KEYS = (
    "\x00",
    "\x00\x00cnv",
    # Half of a surrogate pair, as a browser that cuts a text in two may send it.
    "\ud800",
    "'; DROP TABLE messages; --",
)
WRITTEN = {"body", "client_id", "text"}
# What is to go and is gone already is no fault.
FORGETS = {"detach"}
# An empty draft is none any more; and a number is a number.
TAKEN = (("draft", "body", ""), ("read", "number", 7))
NO_NUMBERS: tuple[object, ...] = ("1", 1.5, True, [], {}, -1, 2**53, 10**40, b"1")


@pytest.fixture(autouse=True)
def nothing_broke(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def page_of(desk: Desk, event: str) -> Page:
    """Of somebody who may: what is wrong is what they send."""
    roles, _ = TABLE[event]
    return desk.pages[HOLDER if HOLDER in roles else SUPERVISOR]


@on_sqlite
def test_what_is_no_object_is_refused(desk: Desk) -> None:
    answers = [page_of(desk, event).call(event, data) for event in EVENTS for data in NO_OBJECTS]

    assert {answer["code"] for answer in answers} == {"malformed"}
    assert all(answer["error"] for answer in answers)


@on_sqlite
def test_an_event_without_data_or_with_too_much_is_refused(desk: Desk) -> None:
    answers = [
        page_of(desk, event).call(event, *data)
        for event in EVENTS
        for data in ((), ({}, {}), (1, 2, 3))
    ]

    assert {answer["code"] for answer in answers} == {"malformed"}


@on_sqlite
def test_an_event_that_nobody_knows_is_refused(desk: Desk) -> None:
    """As an old page sends it to a newer server."""
    assert desk.pages[HOLDER].refused("rename")["code"] == "malformed"


def test_a_field_of_a_wrong_kind_is_refused(desk: Desk) -> None:
    wrong = []

    for event in TABLE.keys() - {"catch_up"}:
        page = page_of(desk, event)
        good = TABLE[event][1](desk)
        for field in good:
            any_key = field in WRITTEN or event in FORGETS
            for bad in (*NO_TEXTS, *(() if any_key else NO_KEYS)):
                if (event, field, bad) in TAKEN:
                    continue
                # Refused before anything is done, so the same good payload serves for all.
                answer = page.call(event, {**good, field: bad})
                if answer.get("code") not in _refusals(field, bad) or not answer["error"]:
                    wrong.append((event, field, bad, answer))

    assert wrong == []


def _refusals(field: str, bad: object) -> set[str]:
    """Values for other variables than the template's are told one by one."""
    named = field == "variables" and isinstance(bad, dict)
    return {"invalid"} if named else {"malformed", "not_found"}


def test_what_no_database_can_hold_is_left_out_of_an_answer(desk: Desk) -> None:
    page, conversation = desk.pages[HOLDER], desk.conversation()

    answer = page.ask("reply", conversation=conversation, client_id="\x001", body="a\x00b\ud800c")

    assert [message["body"] for message in answer["messages"]] == ["ab?c"]


@on_sqlite
def test_a_page_before_what_is_no_number_is_refused(desk: Desk) -> None:
    page, conversation = desk.pages[HOLDER], desk.conversation()

    for bad in NO_NUMBERS:
        refusal = page.refused("open", conversation=conversation, before=bad)
        assert refusal["code"] == "malformed"


@on_sqlite
def test_a_closed_page_after_no_place_is_refused(desk: Desk) -> None:
    page = desk.pages[HOLDER]

    for bad in (*NO_NUMBERS, "", "1", "1.", ".1", "a.b", "9" * 99 + ".1", "1." + "9" * 99):
        assert page.refused("closed", after=bad)["code"] == "malformed", bad


@on_sqlite
def test_cursors_that_are_none_are_answered_with_everything(desk: Desk) -> None:
    page = desk.pages[HOLDER]
    heads = page.ask("renew")["heads"]
    impossible = (-1, 10**40, 2**63, True, 1.5, "1", None)
    half = [dict.fromkeys(heads, number) for number in impossible]

    for cursors in (*NO_OBJECTS, {"a": "b"}, {"oversight:1": 0}, *half):
        assert "snapshot" in page.ask("catch_up", cursors=cursors), cursors


@on_sqlite
def test_an_answer_of_more_than_the_longest_text_says_how_long_it_may_be(desk: Desk) -> None:
    page, conversation = desk.pages[HOLDER], desk.conversation()

    refusal = page.refused("reply", conversation=conversation, client_id="1", body="x" * 6_401)

    assert refusal["code"] == "too_long"
    assert "6400" in refusal["error"]


@on_sqlite
def test_what_is_no_place_on_earth_is_refused(desk: Desk) -> None:
    page, conversation = desk.pages[HOLDER], desk.conversation()
    named = {"label": "Our office", "address": ""}
    warsaw = {"latitude": 52.2297, "longitude": 21.0122, **named}
    answer = {"conversation": conversation, "client_id": "1", "body": ""}

    for wrong in (
        *NO_OBJECTS[1:],
        {},
        {**warsaw, "latitude": 90.1},
        {**warsaw, "longitude": float("nan")},
        {**warsaw, "longitude": True},
        {**warsaw, "latitude": "52"},
        {**warsaw, "label": "x" * 201},
        {**warsaw, "address": None},
    ):
        assert page.refused("reply", **answer, place=wrong)["code"] == "malformed", wrong
    [sent] = page.ask("reply", **answer, place=warsaw)["messages"]
    assert sent["details"]["place"] == warsaw


@on_sqlite
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_in_the_callers_language(desk: Desk, run: Runner, language: str) -> None:
    page, holder = desk.pages[HOLDER], desk.users[HOLDER]
    conversation = desk.conversation()
    page.ask("close", conversation=conversation)
    own = replace(own_profile.of(fresh(run, holder)), language=language)
    run(own_profile.save, holder.id, own, clock.now())

    refusal = page.refused("close", conversation=conversation)

    assert refusal["error"] == translate(say("This conversation is closed."), language)
