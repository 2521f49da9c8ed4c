"""The live view's socket: every event × everybody, one reading for all, and no seat by looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.realtime.calls import LIVE, LIVE_EVENTS
from occ.users.models import Lease, Role, User
from tests.builders import fresh, stands, the_interaction
from tests.realtime.desk import ADMINISTRATOR, COLLEAGUE, HOLDER, ROLES, SUPERVISOR, Desk
from tests.realtime.page import Page

OVERSEERS = {SUPERVISOR, ADMINISTRATOR}


def in_hand(desk: Desk) -> dict[str, Any]:
    return {"conversation": desk.conversation()}


TABLE: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "figures": lambda desk: {"version": ""},
    "why": in_hand,
    "assign": lambda desk: {**in_hand(desk), "user": desk.users[COLLEAGUE].key},
    "assign_over": lambda desk: {**in_hand(desk), "user": desk.users[COLLEAGUE].key},
    "send_back": in_hand,
    "put_forward": lambda desk: {"conversation": desk.waiting(), "first": True},
    "set_limit": lambda desk: {"user": desk.users[HOLDER].key, "limit": 50},
    "set_presence": lambda desk: {
        "user": desk.users[COLLEAGUE].key,
        "presence": "offline",
        "keep": True,
    },
}


@pytest.fixture
def pages(app: Flask, desk: Desk) -> dict[str, Page]:
    """Of the live view; those who may not look are turned away."""
    return {role: Page(app, desk.users.get(role), LIVE) for role in ROLES}


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_table_names_every_event_and_no_other(app: Flask) -> None:
    assert LIVE_EVENTS.keys() == TABLE.keys()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_only_who_oversees_gets_in(pages: dict[str, Page]) -> None:
    assert {role for role, page in pages.items() if page.is_connected} == OVERSEERS


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("role", sorted(OVERSEERS))
def test_who_oversees_may_do_all_of_it(desk: Desk, pages: dict[str, Page], role: str) -> None:
    for name, payload in TABLE.items():
        pages[role].ask(name, **payload(desk))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_who_oversees_no_more_is_refused_at_the_next_question(
    app: Flask, run: Runner, desk: Desk, pages: dict[str, Page]
) -> None:
    page, sofia = pages[SUPERVISOR], desk.users[SUPERVISOR]
    with run.database.writing() as session:
        session.get_one(User, sofia.id).role = Role.AGENT

    before = _lines(run)
    for name, payload in TABLE.items():
        asked = payload(desk)
        before = _lines(run)
        assert page.refused(name, **asked)["code"] == "not_allowed"
        assert _lines(run) == before
    with run.database.writing() as session:
        session.get_one(User, sofia.id).epoch += 1
    assert page.refused("figures", version="")["code"] == "signed_out"


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_many_who_look_read_the_rows_once(
    app: Flask, run: Runner, desk: Desk, pages: dict[str, Page]
) -> None:
    first = pages[SUPERVISOR].ask("figures", version="")
    statements: list[str] = []
    with run.reading() as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *said: statements.append(said[2])
        )

    second = pages[ADMINISTRATOR].ask("figures", version="")
    same = pages[ADMINISTRATOR].ask("figures", version=second["version"])

    assert second["board"] == first["board"] and second["as_of"] == first["as_of"]
    assert "board" not in same
    # Who asks is looked up each time; what they are told is not.
    assert not [said for said in statements if "conversations" in said]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_to_look_holds_no_seat_and_no_lease(
    run: Runner, desk: Desk, pages: dict[str, Page]
) -> None:
    with run.reading() as session:
        before = session.scalar(select(func.count()).select_from(Lease))

    pages[SUPERVISOR].ask("figures", version="")

    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(Lease)) == before


def test_what_a_supervisor_did_shows_in_the_next_figures(
    run: Runner, desk: Desk, pages: dict[str, Page]
) -> None:
    page, ana = pages[SUPERVISOR], desk.users[HOLDER]
    page.ask("figures", version="")

    page.ask("set_limit", user=ana.key, limit=7)

    [seen] = [
        one for one in page.ask("figures", version="")["board"]["agents"] if one["key"] == ana.key
    ]
    assert seen["limit"] == fresh(run, ana).max_interactions == 7


def test_who_is_assigned_one_hears_of_it_at_once(
    run: Runner, desk: Desk, pages: dict[str, Page]
) -> None:
    key, ben = desk.conversation(), desk.users[COLLEAGUE]
    desk.pages[COLLEAGUE].heard()

    pages[SUPERVISOR].ask("assign", conversation=key, user=ben.key)

    assert stands(run, key)[1] == "Ben"
    assert the_interaction(run, key).user_id == ben.id
    told = [data for name, data in desk.pages[COLLEAGUE].heard() if name == "conversation_changed"]
    assert [one["conversation"]["key"] for one in told] == [key]


def _lines(run: Runner) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0
