"""The script of a widget: what it is given, how small it is, and who may load it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from occ.core import clock
from occ.core.run import Runner
from occ.flows import save_hours
from occ.services import hours_text, sightings, widget_editing, widgets
from occ.services.hours import Hours, OtherDay
from occ.services.models import Service
from occ.translations.catalogs import LANGUAGES
from occ.users.models import User
from tests.builders import NOW, a_service, a_widget, an_agent, talks
from tests.web.browser import Browser
from tests.web.conftest import PUBLIC_URL

PATH = "/w/website.js"
LARGEST = 4 * 1024  # bytes, compressed: all that a page loads before a click
SITE = "https://www.example.com"
FROM_A_PAGE = {
    "Referer": f"{SITE}/",
    "Sec-Fetch-Dest": "script",
    "Sec-Fetch-Site": "cross-site",
}


@pytest.fixture
def two(run: Runner) -> list[Service]:
    services = [run(a_service, "Sales"), run(a_service, "Support", "+48500100200")]
    run(a_widget, services, first_words="Hello, I am writing from your website.")
    return services


@pytest.fixture
def later(app: Flask) -> Callable[[], None]:
    """Let the seconds pass for which a process keeps what it has read."""
    return app.extensions["occ"].widgets.clear  # type: ignore[no-any-return]


def given(answer: TestResponse) -> dict[str, Any]:
    """What the bundle is called with."""
    found: dict[str, Any] = json.loads(answer.text.rpartition("})(")[2].rstrip(")\n"))
    return found


def opened(browser: Browser) -> list[dict[str, Any]]:
    """The ways that the open panel shows."""
    answer = browser.get("/w/website/open.js?lang=en").text
    found: list[dict[str, Any]] = json.loads(answer.removeprefix("export default "))["ways"]
    return found


def test_the_script_leads_to_each_of_its_services(
    stranger: Browser, two: list[Service]
) -> None:  # A4 A5 A6
    config, ways = given(stranger.get(PATH)), opened(stranger)

    assert config["at"] == f"{PUBLIC_URL}/w/website"
    assert config["more"] == f"{PUBLIC_URL}/w/website/open.js?"
    assert "only" not in config
    draft = "Hello%2C%20I%20am%20writing%20from%20your%20website."
    assert ways[1] == {
        "name": "Support",
        "number": "+48 500 100 200",
        "qr": f"{PUBLIC_URL}/w/website.svg?service={two[1].key}",
        "size": 45 * 4,
        "app": f"https://wa.me/48500100200?text={draft}",
        "web": f"https://web.whatsapp.com/send?phone=48500100200&text={draft}",
        "shut": False,
        "opens": 0,
        "wait": 0,
    }
    assert [way["name"] for way in ways] == ["Sales", "Support"]


def test_the_script_knows_when_a_service_opens_and_how_long_one_waits(
    stranger: Browser, run: Runner, two: list[Service], later: Callable[[], None]
) -> None:
    sales, now = two[0], clock.now()
    # Of all who serve it nobody but Ana takes anything.
    run(lambda session: session.execute(update(User).values(chat=False, whatsapp=False)))
    day = (now + timedelta(days=2)).date()
    hours = Hours(((),) * 7, (OtherDay(day, hours_text.read("9-17")),))
    run(save_hours.save, None, sales.key, (hours, "", False), now)
    run(an_agent, "Ana", most=6, now=now)
    for number in range(6):
        talks(run, number, now, to="+48500100200")
    later()

    shut, busy = opened(stranger)

    opens = datetime.combine(day, time(9), UTC)
    assert (shut["shut"], shut["opens"], shut["wait"]) == (True, int(opens.timestamp()), 0)
    assert (busy["shut"], busy["opens"], busy["wait"]) == (False, 0, 10)
    page = stranger.get("/w/website").text
    assert "Closed now." in page and "An answer takes about 10 min." in page


def test_the_script_speaks_five_languages_or_the_one_chosen(
    stranger: Browser, run: Runner, two: list[Service], later: Callable[[], None]
) -> None:
    words = given(stranger.get(PATH))["words"]
    assert words.keys() == set(LANGUAGES)
    assert len({tuple(each) for each in words.values()}) == len(LANGUAGES)
    assert len({len(each) for each in words.values()}) == 1

    run(a_widget, two, language="fa")
    later()

    config = given(stranger.get(PATH))
    assert (list(config["words"]), config["otherwise"]) == (["fa"], "fa")


def test_the_script_is_four_kilobytes_at_most_for_any_number_of_services(
    stranger: Browser, run: Runner, two: list[Service], later: Callable[[], None]
) -> None:
    asks = {"Accept-Encoding": "gzip"}
    more = [run(a_service, f"Service {each}", f"+48500100{each}") for each in range(300, 306)]
    sizes = []
    for services in (two[:1], two, [*two, *more]):
        run(a_widget, services, first_words="Hello! {page} ({ref})")
        later()
        answer = stranger.get(PATH, **asks)

        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) <= LARGEST, f"{len(answer.data)} bytes"
        assert gzip.decompress(answer.data) == stranger.get(PATH).data
        sizes.append(len(answer.data))

    assert sizes[1] == sizes[2], "what grows with the services is asked for once it is opened"


@pytest.mark.parametrize("path", [PATH, "/w/website.svg"])
def test_pages_of_others_may_take_it_and_keep_it_for_five_minutes(
    stranger: Browser, two: list[Service], path: str
) -> None:
    answer = stranger.get(path)

    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    # The same for everybody, so that whatever stands between may keep it too.
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers
    again = stranger.get(path, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_words_of_a_company_break_out_of_the_script(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    odd = "\u2028'\"`});</script>{{"
    run(a_widget, two, first_words=odd, button_text=odd[:30])

    assert given(stranger.get(PATH))["button"] == odd[:30].replace("\u2028", "").strip()


def test_an_archived_widget_stays_silent(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    run(widget_editing.archive, None, "website", NOW)

    answer = stranger.get(PATH)

    assert (answer.status_code, answer.data) == (200, b"")


def test_a_busy_website_does_not_have_the_rows_read_each_time(
    stranger: Browser, run: Runner, two: list[Service], later: Callable[[], None]
) -> None:
    tag = stranger.get(PATH).headers["ETag"]
    run(a_widget, two[:1])

    assert stranger.get(PATH).headers["ETag"] == tag

    later()
    assert stranger.get(PATH).headers["ETag"] != tag


def seen(run: Runner) -> tuple[bool, str | None]:
    with run.reading() as session:
        widget = widgets.by_key(session, "website")
        return widget.first_seen_at is not None, widget.last_seen_on


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        pytest.param(FROM_A_PAGE, (True, SITE), id="a page"),
        pytest.param(FROM_A_PAGE | {"Sec-Fetch-Site": "same-site"}, (True, SITE), id="a sister"),
        pytest.param(FROM_A_PAGE | {"Referer": ""}, (True, None), id="one that says not which"),
        pytest.param({"Referer": f"{SITE}/"}, (True, SITE), id="an old browser"),
        pytest.param(FROM_A_PAGE | {"Sec-Fetch-Site": "same-origin"}, (False, None), id="ours"),
        pytest.param({"Referer": f"{PUBLIC_URL}/settings"}, (False, None), id="ours, old"),
        pytest.param(FROM_A_PAGE | {"Sec-Fetch-Dest": "document"}, (False, None), id="a reader"),
        pytest.param({}, (False, None), id="a program"),
    ],
)
def test_the_page_that_loads_it_is_noted(
    stranger: Browser,
    run: Runner,
    two: list[Service],
    headers: dict[str, str],
    found: tuple[bool, str | None],
) -> None:
    stranger.get(PATH, **headers).close()

    assert seen(run) == found


def test_a_page_on_which_it_stays_silent_is_no_sighting(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    run(a_widget, two, allowed_origins=("https://shop.example.com",))

    stranger.get(PATH, **FROM_A_PAGE).close()
    assert seen(run) == (False, None)

    stranger.get(PATH, **FROM_A_PAGE | {"Referer": "https://shop.example.com/"}).close()
    assert seen(run) == (True, "https://shop.example.com")


def test_a_sighting_is_written_once_a_minute(run: Runner, two: list[Service]) -> None:
    for seconds in (0, 30, 59):
        run.plainly(sightings.note, "website", SITE, NOW + timedelta(seconds=seconds))

    with run.reading() as session:
        assert widgets.by_key(session, "website").last_seen_at == NOW

    later = NOW + timedelta(seconds=60)
    run.plainly(sightings.note, "website", None, later)
    with run.reading() as session:
        widget = widgets.by_key(session, "website")
    assert (widget.first_seen_at, widget.last_seen_at) == (NOW, later)
    assert widget.last_seen_on == SITE


def test_a_busy_page_causes_no_write_a_load(
    stranger: Browser, app: Flask, run: Runner, two: list[Service]
) -> None:
    stranger.get(PATH, **FROM_A_PAGE).close()
    noted_at = dict(app.extensions["occ"].sighted)

    stranger.get(PATH, **FROM_A_PAGE | {"Referer": "https://other.example.com/"}).close()

    assert app.extensions["occ"].sighted == noted_at
    assert seen(run) == (True, SITE)
