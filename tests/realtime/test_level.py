"""State + events = a fresh snapshot: after whatever happens a page shows what a new one would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

import pytest
from sqlalchemy import select

from occ.core import clock
from occ.core.address import Channel, Identity
from occ.core.run import Runner
from occ.flows import save_service
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users.models import Role, User
from tests.builders import a_service, an_inbound, receive, writes
from tests.realtime.conftest import Open
from tests.realtime.page import Page
from tests.realtime.screen import Screen
from tests.realtime.walk import NUMBERS, Walk
from tests.stateful import MORE

STEPS = 50
WATCHED = ("Ana", "Ben", "Sofia")
walks = pytest.mark.parametrize(
    ("dialect", "seed"),
    [(dialect, seed) for seed in range(1, MORE + 1) for dialect in ("sqlite", "postgresql")],
)


@pytest.fixture
def users(run: Runner, person: Callable[..., User]) -> dict[str, User]:
    made = {name: person(name, language="en") for name in ("Ana", "Ben")}
    made["Sofia"] = person("Sofia", Role.SUPERVISOR)
    made["Ada"] = person("Ada", Role.ADMINISTRATOR)
    for name, number in NUMBERS.items():
        run(a_service, name, number, now=clock.now())
    return made


@pytest.fixture
def pages(users: dict[str, User], open_page: Open) -> dict[str, Page]:
    return {name: open_page(user) for name, user in users.items()}


@walks
def test_a_page_that_hears_everything_shows_what_a_new_one_would(
    run: Runner, users: dict[str, User], pages: dict[str, Page], seed: int
) -> None:
    screens = {name: Screen(pages[name]) for name in WATCHED}
    walk = Walk(run, pages, users, seed)
    done = []

    for _, looks in zip(range(STEPS), cycle(WATCHED), strict=False):
        done.append(walk.step())
        for name, screen in screens.items():
            screen.listen()
            if name == looks or MORE > 1:
                assert screen.wrong() == [], f"{name} after {done}"
    for name, screen in screens.items():
        assert screen.wrong() + screen.wrong_threads() == [], f"{name} after {done}"


@walks
def test_a_page_that_misses_some_shows_what_a_new_one_would_once_it_has_caught_up(
    run: Runner, users: dict[str, User], pages: dict[str, Page], seed: int
) -> None:
    screens = {name: Screen(pages[name]) for name in WATCHED}
    walk = Walk(run, pages, users, 100 + seed)
    done = []

    for _ in range(STEPS):
        done.append(walk.step())
        for name, screen in screens.items():
            screen.miss()
            if walk.chance.random() < 0.2:
                screen.catch_up()
                assert screen.wrong() + screen.wrong_threads() == [], f"{name} after {done}"


def test_a_number_that_shows_itself_is_on_every_screen(run: Runner, pages: dict[str, Page]) -> None:
    hidden = an_inbound("Who am I?", "whatsapp:PL.ab12", name=None)
    run(receive, hidden, clock.now())
    screen = Screen(pages["Sofia"])

    both = Identity(Channel.WHATSAPP, "+48500100200", "PL.ab12")
    run(receive, replace(an_inbound("It is me"), sender=both), clock.now())

    screen.listen()
    assert [row["contact"]["address"] for row in screen.rows.values()] == ["+48 500 100 200"]


def test_what_goes_to_a_service_of_others_is_not_mine_to_take_any_more(
    run: Runner, pages: dict[str, Page], users: dict[str, User]
) -> None:
    with run.reading() as session:
        support = session.scalars(select(Service).where(Service.name == "Support")).one()
    form = ServiceForm("Support", True, True, NUMBERS["Support"], (users["Ben"].key,))
    run(save_service.save, None, support.key, form, clock.now())
    for name in ("Ana", "Ben"):
        pages[name].ask("set_presence", presence="away")
    key = writes(run, now=clock.now())
    screen = Screen(pages["Ana"])
    assert screen.shown_rows().keys() == {key}

    pages["Sofia"].ask("hand_over", conversation=key, service=support.key)

    screen.listen()
    assert screen.shown_rows() == {}
    assert screen.wrong() == []
