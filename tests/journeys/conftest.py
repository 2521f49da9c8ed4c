"""A real Chromium, the system's: Playwright would download one of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from occ.providers.simulator.server import serve_in_thread
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team, settle
from tests.journeys.tongue import ENGLISH, Tongue
from tests.journeys.watch import Watch
from tests.live import LOGS, starting
from tests.servers import lacking

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE = {"width": 1440, "height": 900}
# Far longer than anything takes: a machine of many tests may be slow at any step.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        lacking("Chromium", "Install it from the system's packages: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": found}


@pytest.fixture(scope="session")
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[House]:
    request.node.stash[LOGS] = logs = []
    folder = tmp_path_factory.mktemp("house")
    with (
        serve_in_thread() as simulator,
        starting(simulator, folder, logs, sqlite_template) as start,
    ):
        yield settle(start, simulator)


@pytest.fixture
def team(house: House) -> Team:
    house.open()
    house.calm()
    return next(house.teams)


class Open(Protocol):
    def __call__(self, own: set[str], *, tolerated: str = "", **more: Any) -> BrowserContext:
        """A browser of its own; what it complains about fails the test, unless `tolerated`.

        `own` are the hosts it may ask, `more` are options of Playwright's.
        """


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    watches: list[Watch] = []
    with ExitStack() as closing:

        def new(own: set[str], *, tolerated: str = "", **more: Any) -> BrowserContext:
            options = {"locale": "en-GB", "viewport": WIDE, **more}
            context = browser.new_context(**options)
            closing.callback(context.close)
            watches.append(Watch(context, own, tolerated))
            return context

        yield new
    assert [words for watch in watches for words in watch.complaints] == []


class SitDown(Protocol):
    def __call__(
        self,
        name: str,
        say: Tongue = ENGLISH,
        prepare: Callable[[Page], object] = lambda page: None,
        **more: Any,
    ) -> Desk:
        """The console of somebody who signs in, once it is connected.

        `prepare` is told of the page before it has loaded anything.
        """


@pytest.fixture
def at_desk(house: House, opened: Open) -> SitDown:
    def sit_down(
        name: str,
        say: Tongue = ENGLISH,
        prepare: Callable[[Page], object] = lambda page: None,
        **more: Any,
    ) -> Desk:
        desk = Desk(signed_in(house, opened, name, say, **more), say)
        prepare(desk.page)
        desk.page.goto(f"{house.server.url}/conversations")
        desk.is_connected()
        return desk

    return sit_down


def signed_in(house: House, opened: Open, name: str, say: Tongue = ENGLISH, **more: Any) -> Page:
    """Somebody's browser; they speak `say` from now on, whatever a journey before has left."""
    house.speak(name, say.code)
    context = opened(house.hosts, **more)
    cookie = {"name": "occ_session", "value": house.cookies[name], "url": house.server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()
