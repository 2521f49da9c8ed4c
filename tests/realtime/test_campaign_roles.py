"""Campaigns' own namespace × everybody: who is let in, what they see, what they hear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.campaigns import lifecycle
from occ.core import clock
from occ.core.run import Runner
from occ.flows import change_profile, give_power, people, tell_campaign
from occ.flows.change_profile import ProfileChange
from occ.realtime.campaigns import NAMESPACE
from occ.users.models import Role, User
from occ.users.scopes import Scope
from tests.builders import a_program
from tests.campaigns.company import a_campaign, ready
from tests.realtime.page import Page

STRANGER, PROGRAM, AGENT = "stranger", "program", "agent"
OWNER, WRITER = "agent with the power", "agent who may write first"
SUPERVISOR, ADMINISTRATOR = "supervisor", "administrator"
SEES: dict[str, set[str] | None] = {
    # None: turned away.
    STRANGER: None,
    PROGRAM: None,
    AGENT: None,
    OWNER: {OWNER},
    WRITER: {WRITER},
    SUPERVISOR: {OWNER, WRITER},
    ADMINISTRATOR: {OWNER, WRITER},
}
EVENTS = {"connect", "figures"}


class Floor:
    """Two agents with a campaign each, and everybody else."""

    def __init__(self, app: Flask, run: Runner, person: Callable[..., User]) -> None:
        self.run = run
        run(ready)
        program, _secret = run(a_program, [Scope.CAMPAIGNS_SEND], (), clock.now())
        self.users: dict[str, User | None] = {
            STRANGER: None,
            PROGRAM: program,
            AGENT: person("Cleo"),
            OWNER: person("Ana"),
            WRITER: person("Ben"),
            SUPERVISOR: person("Sofia", Role.SUPERVISOR),
            ADMINISTRATOR: person("Ada", Role.ADMINISTRATOR),
        }
        self.powers = {
            OWNER: self._power(OWNER, PowerKind.CAMPAIGNS),
            WRITER: self._power(WRITER, PowerKind.WRITING_FIRST),
        }
        self.campaigns = {role: run(a_campaign, self.user(role)) for role in (OWNER, WRITER)}
        self.pages = {role: Page(app, user, NAMESPACE) for role, user in self.users.items()}

    def user(self, role: str) -> User:
        found = self.users[role]
        assert found is not None
        return found

    def _power(self, role: str, kind: PowerKind) -> str:
        return self.run(powers.give, self.user(role).id, kind, None, clock.now()).key

    def seen(self, role: str, asked: Any = None) -> set[str] | None:
        """Whose campaigns the page is shown, of all that it asks for; None where it is refused."""
        asked = asked or {"campaigns": [*self.campaigns.values(), "cmp_none"]}
        answer = self.pages[role].call("figures", asked)
        if not answer or not answer["ok"]:
            return None
        shown = {each["key"] for each in answer["campaigns"]}
        return {owner for owner, key in self.campaigns.items() if key in shown}

    def heard(self, role: str) -> set[str]:
        """Whose campaigns the page hears of when all of them move."""
        self.pages[role].heard()
        for key in self.campaigns.values():
            self.run(_moves, key)
        told = {facts["key"] for name, facts in self.pages[role].heard()}
        return {owner for owner, key in self.campaigns.items() if key in told}


def _moves(session: Session, key: str) -> None:
    tell_campaign.changed(session, lifecycle.find(session, key))


@pytest.fixture
def floor(app: Flask, run: Runner, person: Callable[..., User]) -> Floor:
    return Floor(app, run, person)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_namespace_has_no_other_event(app: Flask) -> None:
    handlers = app.extensions["socketio"].server.handlers

    assert handlers[NAMESPACE].keys() == EVENTS


def test_everybody_sees_and_hears_what_they_may_and_nothing_else(floor: Floor) -> None:
    joined = {role for role, page in floor.pages.items() if page.is_connected}
    heard = {role: floor.heard(role) for role in joined}
    seen = {role: floor.seen(role) for role in joined}

    assert joined == {role for role, theirs in SEES.items() if theirs is not None}
    assert heard == seen == {role: SEES[role] for role in joined}


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("asked", ["x", 7, {"campaigns": 7}, {"campaigns": [7, None, {}]}])
def test_what_no_page_of_ours_asks_shows_nothing(floor: Floor, asked: object) -> None:
    assert floor.seen(OWNER, asked) == set()


def test_who_may_no_longer_hears_nothing_more_even_without_asking(floor: Floor) -> None:
    owner, supervisor = floor.user(OWNER), floor.user(SUPERVISOR)
    now, admin = clock.now(), floor.user(ADMINISTRATOR).id

    floor.run(give_power.withdraw, admin, owner.key, floor.powers[OWNER], now)
    lower = ProfileChange(role=Role.AGENT)
    floor.run(change_profile.change, admin, [supervisor.key], lower, now)
    floor.run(people.set_disabled, admin, floor.user(WRITER).key, True, now)

    shut_out = (OWNER, SUPERVISOR, WRITER)
    assert [floor.heard(role) for role in shut_out] == [set()] * 3
    assert [floor.seen(role) for role in shut_out] == [None] * 3
    assert [floor.pages[role].is_connected for role in shut_out] == [False] * 3
    # Whoever heard the same asks once more, as its page does every 15 seconds.
    assert floor.seen(ADMINISTRATOR) == floor.heard(ADMINISTRATOR) == {OWNER, WRITER}


def test_who_oversees_no_longer_hears_of_their_own(floor: Floor) -> None:
    floor.campaigns[SUPERVISOR] = floor.run(a_campaign, floor.user(SUPERVISOR))
    supervisor, now = floor.user(SUPERVISOR), clock.now()
    floor.run(powers.give, supervisor.id, PowerKind.CAMPAIGNS, None, now)
    lower = ProfileChange(role=Role.AGENT)

    admin = floor.user(ADMINISTRATOR).id
    floor.run(change_profile.change, admin, [supervisor.key], lower, now)

    assert floor.seen(SUPERVISOR) == {SUPERVISOR}
    assert floor.heard(SUPERVISOR) == {SUPERVISOR}


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_who_signed_out_elsewhere_is_turned_away_at_the_next_question(
    floor: Floor, quiet: Runner
) -> None:
    with quiet.database.writing() as session:
        session.get_one(User, floor.user(ADMINISTRATOR).id).epoch += 1

    assert floor.seen(ADMINISTRATOR) is None
    assert not floor.pages[ADMINISTRATOR].is_connected
