"""Every socket event × everybody. An event that is not in the table fails the test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from occ.core.events import StreamEvent
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.realtime.calls import EVENTS
from tests.realtime.desk import (
    ADMINISTRATOR,
    COLLEAGUE,
    DISABLED,
    ELSEWHERE,
    HOLDER,
    ROLES,
    STRANGER,
    SUPERVISOR,
    UNCHANNELLED,
    Desk,
)

SIGNED_IN = {HOLDER, COLLEAGUE, UNCHANNELLED, SUPERVISOR, ADMINISTRATOR}
HOLDER_AND_OVERSEERS = {HOLDER, SUPERVISOR, ADMINISTRATOR}
sqlite = pytest.mark.parametrize("dialect", ["sqlite"])
PARTS = 4
Payload = Callable[[Desk], dict[str, Any]]


def in_hand(**more: object) -> Payload:
    return lambda desk: {"conversation": desk.conversation(), **more}


TABLE: dict[str, tuple[set[str], Payload]] = {
    "snapshot": (SIGNED_IN, lambda desk: {}),
    "renew": (SIGNED_IN, lambda desk: {}),
    "catch_up": (SIGNED_IN, lambda desk: {"cursors": {}}),
    "closed": (SIGNED_IN, lambda desk: {}),
    "set_presence": (SIGNED_IN, lambda desk: {"presence": "available"}),
    "open": (HOLDER_AND_OVERSEERS, in_hand()),
    "close": (HOLDER_AND_OVERSEERS, in_hand()),
    "reopen": (HOLDER_AND_OVERSEERS, lambda desk: {"conversation": desk.closed()}),
    "draft": (HOLDER_AND_OVERSEERS, in_hand(body="It is on its")),
    "unread": (HOLDER_AND_OVERSEERS, in_hand()),
    "read": (HOLDER_AND_OVERSEERS, in_hand(number=1)),
    "hand_over": (HOLDER_AND_OVERSEERS, lambda desk: {**in_hand()(desk), "service": desk.service}),
    "why": ({SUPERVISOR, ADMINISTRATOR}, in_hand()),
    # Nobody's here: who oversees has no channel to take it with.
    "take_over": (set(), in_hand()),
    "hand_over_choices": (HOLDER_AND_OVERSEERS, in_hand()),
    "reply": (HOLDER_AND_OVERSEERS, in_hand(client_id="1", body="It is on its way.")),
    "park": (HOLDER_AND_OVERSEERS, in_hand()),
    "take_back": ({HOLDER}, lambda desk: {"conversation": desk.parked()}),
    "undo_parking": (HOLDER_AND_OVERSEERS, lambda desk: {"conversation": desk.parked()}),
    "finish_wrap_up": ({HOLDER}, lambda desk: {"interaction": desk.wrapping()}),
    "contact": (HOLDER_AND_OVERSEERS, in_hand()),
    "set_priority": ({SUPERVISOR, ADMINISTRATOR}, in_hand(priority="high")),
    "find": (HOLDER_AND_OVERSEERS, in_hand(text="hello")),
    "search": (SIGNED_IN, lambda desk: {"text": "hello"}),
    "look": (HOLDER_AND_OVERSEERS, in_hand(doing="reading")),
    "look_away": (SIGNED_IN, lambda desk: {}),
    "note": (HOLDER_AND_OVERSEERS, in_hand(client_id="1", body="Call him.")),
    "tag": (HOLDER_AND_OVERSEERS, lambda desk: {**in_hand()(desk), "tag": desk.tag()}),
    "untag": (HOLDER_AND_OVERSEERS, lambda desk: {**in_hand()(desk), "tag": desk.tag()}),
    "replies": (HOLDER_AND_OVERSEERS, in_hand()),
    "templates": (SIGNED_IN, lambda desk: {}),
    "send_template": (
        HOLDER_AND_OVERSEERS,
        lambda desk: {**in_hand()(desk), **desk.template()},
    ),
    # Whoever oversees sees it, and has no channel to take a seat with.
    "write_again": ({HOLDER}, lambda desk: {"conversation": desk.closed(), **desk.template()}),
    "write_to": (
        {HOLDER, COLLEAGUE},
        lambda desk: {"contact": desk.contact(), "service": desk.service, **desk.template()},
    ),
    "first_words": (SIGNED_IN, lambda desk: {"contact": desk.contact()}),
    # Agents may by a power.
    "write_sms": ({SUPERVISOR, ADMINISTRATOR}, lambda desk: desk.sms()),
    "writing": (HOLDER_AND_OVERSEERS, in_hand()),
    "detach": (SIGNED_IN, lambda desk: {"file": "upl_of_nobody"}),
    "retry": (HOLDER_AND_OVERSEERS, lambda desk: {"message": desk.failed()}),
    "look_again": (HOLDER_AND_OVERSEERS, lambda desk: {"message": desk.unknown()}),
    "fetch_again": ({SUPERVISOR, ADMINISTRATOR}, lambda desk: {"file": desk.lost_file()}),
    # An offer is one person's; who oversees may hand it over instead.
    "accept": ({HOLDER}, lambda desk: {"interaction": desk.offer()}),
    "shown": ({HOLDER}, lambda desk: {"interaction": desk.offer()}),
    "decline": ({HOLDER}, lambda desk: {"interaction": desk.offer()}),
    # Whoever oversees sees what waits, and has no channel to take it with.
    "take": ({HOLDER, COLLEAGUE}, lambda desk: {"conversation": desk.waiting()}),
}
CODES: dict[str | tuple[str, str], str] = {
    DISABLED: "signed_out",
    ELSEWHERE: "signed_out",
    # They see the conversation, and their profiles have no channel.
    (SUPERVISOR, "take_back"): "no_seat",
    (ADMINISTRATOR, "take_back"): "no_seat",
    (SUPERVISOR, "take"): "no_seat",
    (ADMINISTRATOR, "take"): "no_seat",
    (SUPERVISOR, "write_again"): "no_seat",
    (ADMINISTRATOR, "write_again"): "no_seat",
    (UNCHANNELLED, "write_to"): "no_seat",
    (SUPERVISOR, "write_to"): "no_seat",
    (ADMINISTRATOR, "write_to"): "no_seat",
    (SUPERVISOR, "take_over"): "no_seat",
    (ADMINISTRATOR, "take_over"): "no_seat",
    **{
        (role, event): "not_allowed"
        for role in (HOLDER, COLLEAGUE, UNCHANNELLED)
        for event in ("take_over", "why", "set_priority", "write_sms")
    },
    (HOLDER, "fetch_again"): "not_allowed",
    (COLLEAGUE, "fetch_again"): "not_allowed",
    (UNCHANNELLED, "fetch_again"): "not_allowed",
}


@sqlite
def test_the_table_names_every_event_and_no_other(app: Flask) -> None:
    assert EVENTS.keys() ^ TABLE.keys() == set()


@sqlite
def test_a_stranger_is_turned_away_and_everybody_else_let_in(desk: Desk) -> None:
    assert {role for role in ROLES if not desk.pages[role].is_connected} == {STRANGER}


# The holder has fifty seats, and what is in hand stays there.
@sqlite
@pytest.mark.parametrize("part", range(PARTS))
def test_a_role_does_what_it_may_and_nothing_else(desk: Desk, run: Runner, part: int) -> None:
    wrong = []

    for event, (allowed, payload) in list(TABLE.items())[part::PARTS]:
        # A refusal leaves no trace, so all can be refused the same.
        asked = payload(desk)
        for role in (role for role in ROLES if role not in allowed):
            before = traces(run)
            answer = desk.pages[role].call(event, asked)
            if traces(run) != before or not is_refused(answer, role, event):
                wrong.append(f"{role}: {event} {asked}: {answer}")
        for role in allowed:
            asked = payload(desk)
            answer = desk.pages[role].call(event, asked)
            if answer["ok"] is not True:
                wrong.append(f"{role}: {event} {asked}: {answer}")

    assert wrong == []


def is_refused(answer: dict[str, Any] | None, role: str, event: str) -> bool:
    """A stranger gets no answer at all, everybody else a sentence."""
    if role == STRANGER or answer is None:
        return answer is None and role == STRANGER
    code = CODES.get(role) or CODES.get((role, event), "not_found")
    return answer["ok"] is False and answer["code"] == code and bool(answer["error"])


def traces(run: Runner) -> tuple[int, ...]:
    """Whatever is done leaves an event or a line in the journal."""
    with run.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (StreamEvent, JournalEntry)
        )
